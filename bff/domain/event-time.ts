import { DAY } from './duration.ts';

/** Older events than that are told as if they were as old as that: a clock that jumped says nothing of longer ago. */
const OLDEST = 30 * DAY;

/**
 * When something happened, by our clock. What lay between the event and its sending is measured by the browser's own clock and so is
 * right even where that clock is wrong by hours; its time of day is not trusted. Never in the future.
 */
export function eventTime(at: Date, sentAt: Date, receivedAt: Date): Date {
  const age = Math.min(OLDEST, Math.max(0, sentAt.getTime() - at.getTime()));
  return new Date(receivedAt.getTime() - age);
}
