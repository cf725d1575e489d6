import type { Purpose } from '../../contract/message.ts';
import { SECOND } from './duration.ts';

/**
 * Meta counts in whole seconds by its own clock: a little less than allowed never runs into that limit, and what was held up is caught up
 * with beside it, so that a person's answer finds room.
 */
const SHARE = 0.98;
/** So much of what is allowed goes out within any one second, be it a heap: a message is counted when it arrives, not when it leaves. */
const SHARE_OF_A_HEAP = 0.99;
/** Slots are given out no further ahead than this, so that an answer by a person never waits behind many that were claimed before. */
export const HORIZON = 100;
/** An answer goes at once and borrows its slot from those to come, up to so many of them. */
const MOST_BORROWED = SECOND;
/** What a second without a throttle gives back of the full pace. */
const RECOVERY = 0.05;
const SLOWED = 0.7;
const SLOWEST = 1;

/** `nextAt`: the first free slot. `perSecond`: messages a second. */
export type Pace = { nextAt: Date; perSecond: number };

/**
 * The pace of a number at `now`: what it was, and a part of what a throttle took from it since it was last served; never more than
 * the number's own throughput (messages a second).
 */
export function recovered({ nextAt, perSecond }: Pace, servedAt: Date, throughput: number, now: Date): Pace {
  const seconds = Math.max(0, now.getTime() - servedAt.getTime()) / SECOND;
  return { nextAt, perSecond: Math.min(throughput, perSecond + throughput * RECOVERY * seconds) };
}

/** Meta said that it was too many (130429): slower, and nothing for a second. */
export const slowed = ({ perSecond }: Pace, now: Date): Pace => ({
  nextAt: new Date(now.getTime() + SECOND),
  perSecond: Math.max(SLOWEST, perSecond * SLOWED),
});

/** How many messages of a number may leave within any one second. `throughput`: messages a second. */
export const mostInASecond = (throughput: number): number => Math.max(1, Math.floor(throughput * SHARE_OF_A_HEAP));

/** The slot of the next message, and the pace after it; null when it is not its turn yet. */
export function takeSlot(pace: Pace, purpose: Purpose, now: Date): { slot: Date; pace: Pace } | null {
  const free = Math.max(pace.nextAt.getTime(), now.getTime());
  const ahead = free - now.getTime();
  if (ahead > (purpose === 'reply' ? MOST_BORROWED : HORIZON)) return null;
  const nextAt = new Date(free + SECOND / (pace.perSecond * SHARE));
  return { slot: purpose === 'reply' ? now : new Date(free), pace: { ...pace, nextAt } };
}

/** When it is worth looking again for what found no slot. */
export const slotsFreeAt = ({ nextAt }: Pace): Date => new Date(nextAt.getTime() - HORIZON / 2);
