import { z } from 'zod';
import { JourneyEventName } from './journey-event.ts';

/** How far along somebody is. It follows from facts; `dormant` is whoever was further than `visitor` and has been quiet for long. */
export const Stage = z.enum(['visitor', 'engaged', 'considering', 'quoted', 'customer', 'repeat', 'dormant']);
export type Stage = z.infer<typeof Stage>;

/**
 * How a merchant scores leads. Each event counts `points`, at most `atMost` times (the newest), and half as much after each
 * `halfLifeDays`. A score is between 0 and 100.
 */
export const ScoreTable = z.strictObject({
  halfLifeDays: z.number().int().min(1).max(365),
  /** From this score on a lead is hot. */
  hotAt: z.number().int().min(1).max(100),
  points: z.record(
    JourneyEventName,
    z.strictObject({ points: z.number().int().min(-100).max(100), atMost: z.number().int().min(1).max(100) }),
  ),
});
export type ScoreTable = z.infer<typeof ScoreTable>;

/** A part of a score. The points of all parts add up to the score exactly. */
export const LeadReason = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    name: JourneyEventName,
    /** How often it happened, and how often it counted. */
    times: z.number().int(),
    counted: z.number().int(),
    points: z.number().int(),
  }),
  /** What rules have given, `times` for this reason. */
  z.object({ kind: z.literal('given'), reason: z.string(), times: z.number().int(), points: z.number().int() }),
  /** What time has taken. `quietDays`: whole days since anything happened. */
  z.object({ kind: z.literal('faded'), quietDays: z.number().int(), points: z.number().int() }),
  /** A score ends at 0 and at 100. */
  z.object({ kind: z.literal('limit'), points: z.number().int() }),
]);
export type LeadReason = z.infer<typeof LeadReason>;

export const Lead = z.object({
  score: z.number().int().min(0).max(100),
  stage: Stage,
  hot: z.boolean(),
  hotSince: z.iso.datetime().nullable(),
  reasons: z.array(LeadReason),
  /** The version of the merchant's score table; 0 is the one that comes with the product. */
  tableVersion: z.number().int(),
  scoredAt: z.iso.datetime(),
});
export type Lead = z.infer<typeof Lead>;

/** `waiting`: how many customers are still to be scored by the newest table. */
export const ScoreSettings = z.object({
  table: ScoreTable,
  version: z.number().int(),
  changedAt: z.iso.datetime().nullable(),
  waiting: z.number().int(),
  /** What comes with the product, to go back to. */
  standard: ScoreTable,
});
export type ScoreSettings = z.infer<typeof ScoreSettings>;

/** What another table would say of everybody who was seen in the last 30 days. Nothing is changed. */
export const ScorePreview = z.object({
  customers: z.number().int(),
  higher: z.number().int(),
  lower: z.number().int(),
  /** Who would become hot, and who would be hot no more. */
  becomeHot: z.number().int(),
  coolDown: z.number().int(),
  /** How many have a score of 0–9, 10–19 … 90–100. */
  before: z.array(z.number().int()).length(10),
  after: z.array(z.number().int()).length(10),
  /** Those whose score would change most. */
  examples: z.array(
    z.object({
      customerId: z.uuid(),
      fullName: z.string().nullable(),
      from: z.number().int(),
      to: z.number().int(),
      reasons: z.array(LeadReason),
    }),
  ),
});
export type ScorePreview = z.infer<typeof ScorePreview>;
