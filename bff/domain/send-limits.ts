import type { Purpose, WaitReason } from '../../contract/message.ts';
import { type Pace, takeSlot } from './lane-pace.ts';
import { roomFor } from './messaging-limit.ts';
import { pairTurn } from './pair-rate.ts';

/** What is left of a number's limits. `roomAgainAt`: when to look for room in the messaging limit again. */
export type Limits = {
  pace: Pace;
  /** No marketing goes before. */
  marketingOpenAt: Date;
  messagingLimit: number | null;
  used: number;
  roomAgainAt: Date;
};

/** What one message asks of them. `isFirst`: it is the business that begins, and this person does not count yet. */
export type Wish = { purpose: Purpose; pairNextAt: Date | null; isFirst: boolean };

/** A slot and its price; or a time to look again; or nothing: it stays where it is in the line. */
export type Allotment =
  | { slot: Date; pairNextAt: Date }
  | { slot: null; waits: { reason: WaitReason; until: Date } | null };

/** Takes from the limits what a message needs, if all of them allow it at `now`. */
export function allot(limits: Limits, wish: Wish, now: Date): { limits: Limits; allotment: Allotment } {
  const { purpose, isFirst } = wish;
  if (purpose === 'marketing' && limits.marketingOpenAt > now)
    return { limits, allotment: { slot: null, waits: null } };
  if (isFirst && roomFor(purpose, limits.messagingLimit, limits.used) === 0) {
    const waits = { reason: 'messaging-limit', until: limits.roomAgainAt } as const;
    const closed = purpose === 'marketing' ? { ...limits, marketingOpenAt: limits.roomAgainAt } : limits;
    return { limits: closed, allotment: { slot: null, waits } };
  }
  const turn = pairTurn(wish.pairNextAt, now);
  if (turn.at > now) return { limits, allotment: { slot: null, waits: { reason: 'pair-rate', until: turn.at } } };
  const taken = takeSlot(limits.pace, purpose, now);
  if (!taken) return { limits, allotment: { slot: null, waits: null } };
  return {
    limits: { ...limits, pace: taken.pace, used: limits.used + (isFirst ? 1 : 0) },
    allotment: { slot: taken.slot, pairNextAt: turn.nextAt },
  };
}
