import type { Purpose } from '../../contract/message.ts';
import { DAY, MINUTE } from './duration.ts';

/**
 * A business portfolio may write first to so many different people in any 24 hours (Meta, "Messaging limits"). Whom it answers inside
 * the service window does not count. Somebody counts as long as any message that was not such an answer is younger than that.
 */
const COUNTED_FOR = DAY;
/** People are counted by the time at which they began to count, in steps of this. */
export const USAGE_STEP = 10 * MINUTE;
/** This share is kept from marketing, for what customers wait for. */
const RESERVE = 0.1;

/** Of the steps that began after this some people count; of those before, and of that one, nobody does. */
export const countedSince = (now: Date): Date => new Date(now.getTime() - COUNTED_FOR - USAGE_STEP);

/** Does this person count at present? Then another message to them takes nothing from the limit. */
export const countsAlready = (countedAt: Date | null, now: Date): boolean =>
  countedAt !== null && now.getTime() - countedAt.getTime() < COUNTED_FOR;

/**
 * How many new people may still be written to; Infinity without a limit.
 * @param used people who count now
 */
export function roomFor(purpose: Purpose, limit: number | null, used: number): number {
  if (limit === null) return Number.POSITIVE_INFINITY;
  const share = purpose === 'marketing' ? Math.floor(limit * (1 - RESERVE)) : limit;
  return Math.max(0, share - used);
}

/**
 * Was the limit passed together with others who took from it at the same time?
 * @param purpose of the least urgent message that took from it
 * @param used people who count, those of both among them
 */
export const isPassed = (purpose: Purpose, limit: number | null, used: number): boolean =>
  roomFor(purpose, limit, used - 1) === 0;

/**
 * When to look for room again: when the people of the oldest step that still counts stop counting, and within a step at any rate. Meta may
 * have raised the limit by then, the customer may have written, or it may be too late for the message.
 */
export const roomAgainAt = (oldestStep: Date, now: Date): Date =>
  new Date(Math.min(oldestStep.getTime() + USAGE_STEP + COUNTED_FOR, now.getTime() + USAGE_STEP));
