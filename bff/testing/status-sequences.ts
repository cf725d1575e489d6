import type { DeliveryState } from '../../contract/message.ts';
import type { DeliveryEvent } from '../domain/delivery-state.ts';

const STATES: DeliveryState[] = [
  'sending',
  'unknown',
  'held',
  'accepted',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
];
const START = Date.UTC(2026, 2, 10, 12);

/** What may happen to one delivery: one to eight events, some at the same second, some twice with other times or reasons. */
export const sequence = (random: () => number): DeliveryEvent[] =>
  Array.from({ length: 1 + Math.floor(random() * 8) }, () => {
    const state = STATES[Math.floor(random() * STATES.length)]!;
    const at = new Date(START + 1000 * Math.floor(random() * 6));
    if (state !== 'failed' || random() < 0.2) return { state, at };
    return { state, at, error: { code: 131_000 + Math.floor(random() * 3), title: `reason ${random() < 0.5}` } };
  });

export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const rest = [...list];
  return Array.from({ length: rest.length }, () => rest.splice(Math.floor(random() * rest.length), 1)[0]!);
}
