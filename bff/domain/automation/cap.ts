import { DAY } from '../duration.ts';

/** How much advertising a person gets by WhatsApp: so many messages in so many days, whatever sends them. */
export type Cap = { messages: number; days: number };

/** When the next one may go: `at`, or later. */
export function capFreeAt(sent: readonly Date[], { messages, days }: Cap, at: Date): Date {
  const counted = sent.map(Number).sort((a, b) => b - a);
  const oldest = counted[messages - 1];
  if (oldest === undefined) return at;
  return new Date(Math.max(at.getTime(), oldest + days * DAY));
}
