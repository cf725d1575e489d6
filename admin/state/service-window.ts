import type { Channel } from '../../contract/message.ts';

const SOON = 2 * 3_600_000;

/** What the composer says of WhatsApp's customer service window. */
export type WindowState =
  | { kind: 'open' }
  /** Less than two hours are left. */
  | { kind: 'closing'; minutes: number }
  | { kind: 'closed' }
  /** The customer never wrote on WhatsApp. */
  | { kind: 'never-opened' };

/** `closesAt` is ISO 8601 or null, `now` in ms. At the very instant of closing it is closed. */
export function windowState(closesAt: string | null, now: number): WindowState {
  if (closesAt === null) return { kind: 'never-opened' };
  const left = Date.parse(closesAt) - now;
  if (left <= 0) return { kind: 'closed' };
  return left < SOON ? { kind: 'closing', minutes: Math.ceil(left / 60_000) } : { kind: 'open' };
}

export const mayWriteFreely = (channel: Channel, state: WindowState): boolean =>
  channel === 'web' || state.kind === 'open' || state.kind === 'closing';
