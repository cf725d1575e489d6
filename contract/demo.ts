import { z } from 'zod';

/** Moves the demo's clock on: never back, at most 31 days at once. */
export const ClockMove = z.strictObject({
  minutes: z
    .number()
    .int()
    .min(1)
    .max(31 * 24 * 60),
});
export type ClockMove = z.infer<typeof ClockMove>;

/** `aheadMs`: how far it is ahead of the real time. */
export const DemoClock = z.object({ now: z.iso.datetime(), aheadMs: z.number().int() });
export type DemoClock = z.infer<typeof DemoClock>;
