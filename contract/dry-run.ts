import { z } from 'zod';
import { RuleDefinition } from './automation.ts';
import { Amount, Currency } from './commerce.ts';
import { Id } from './id.ts';

/*
 * A rule replayed over the last 30 days: who would have got what, and who not and why. What people were is taken as it was at each moment;
 * rule, settings, templates and numbers as they are now. Nothing is sent.
 */

/** A rule that is there (`automation`), a recipe, or a draft (`definition`); a draft of a rule that is there names both. */
export const DryRunInput = z
  .strictObject({
    automation: Id.optional(),
    recipe: z.string().max(100).optional(),
    definition: RuleDefinition.optional(),
  })
  .refine(({ automation, recipe, definition }) => (recipe ? !automation && !definition : automation || definition), {
    message: 'name an automation, a recipe or a definition',
  });
export type DryRunInput = z.infer<typeof DryRunInput>;

/**
 * What a run came to. `sent`, `acted`: at least one step did something. `waiting`: it would still wait now. `unknown`: it hangs on something
 * that nobody knows any more.
 */
export const DryRunOutcome = z.enum(['sent', 'acted', 'suppressed', 'cancelled', 'failed', 'waiting', 'unknown']);
export type DryRunOutcome = z.infer<typeof DryRunOutcome>;

/** As Meta charges. `in-window`: free text and utility templates while the customer's service window is open. */
export const PriceCategory = z.enum(['marketing', 'utility', 'authentication', 'in-window']);
export type PriceCategory = z.infer<typeof PriceCategory>;

/** ISO 3166, e.g. DE. */
const Country = z.string().regex(/^[A-Z]{2}$/, 'must be a country code like DE');

/** Of one message. `country` null: everywhere else. */
export const MessagePrice = z.strictObject({ category: PriceCategory, country: Country.nullable(), price: Amount });
export type MessagePrice = z.infer<typeof MessagePrice>;

/** What Meta charges the merchant. `currency` null: nothing was entered. */
export const MessagePrices = z.strictObject({ currency: Currency.nullable(), prices: z.array(MessagePrice).max(1000) });
export type MessagePrices = z.infer<typeof MessagePrices>;

export const MessagePricesInput = z.strictObject({ ...MessagePrices.shape, currency: Currency });
export type MessagePricesInput = z.infer<typeof MessagePricesInput>;

/** `category` null: in the panel, which costs nothing. `country` null: the phone is not known. `price`: of all of them; null: none is entered. */
export const DryRunMessage = z.object({
  channel: z.enum(['panel', 'text', 'template']),
  category: PriceCategory.nullable(),
  country: z.string().nullable(),
  count: z.number().int(),
  price: z.string().nullable(),
});
export type DryRunMessage = z.infer<typeof DryRunMessage>;

export const DryRunResult = z.object({
  /** With at least one run. */
  people: z.number().int(),
  runs: z.number().int(),
  outcomes: z.array(z.object({ outcome: DryRunOutcome, reason: z.string(), runs: z.number().int() })),
  /** On which of the shop's days runs began: those that sent something, and the others. */
  days: z.array(z.object({ day: z.iso.date(), sent: z.number().int(), other: z.number().int() })),
  messages: z.array(DryRunMessage),
  /** By the prices that are entered. `unpriced`: so many messages have none. */
  cost: z.object({ currency: Currency.nullable(), amount: z.string(), unpriced: z.number().int() }),
  /** What could not be known, how many runs that touches, and what was done about it. */
  unknown: z.array(z.object({ what: z.string(), runs: z.number().int(), words: z.string() })),
});
export type DryRunResult = z.infer<typeof DryRunResult>;

/** What is counted and kept of it while it goes on. */
export type DryRunTally = {
  people: number;
  runs: number;
  outcomes: { outcome: DryRunOutcome; reason: string; runs: number }[];
  days: { day: string; sent: number; other: number }[];
  messages: Omit<DryRunMessage, 'price'>[];
  unknown: { what: DryRunUnknown; runs: number }[];
  /** Of each outcome and reason the samples that were kept, and the lots by which they were chosen. */
  kept: Record<string, { id: string; lot: string }[]>;
};

/** `panel`: whether a page of the shop was open. `books`: how a quote or an order stood before its history was kept. `events`: what the busiest browsers did first. */
export type DryRunUnknown = 'panel' | 'books' | 'events';

export const DryRun = z.object({
  id: z.uuid(),
  automation: z.uuid().nullable(),
  recipe: z.string().nullable(),
  name: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Customers looked at, of how many. */
  progress: z.object({ looked: z.number().int(), of: z.number().int() }),
  /** What was counted up to now. */
  result: DryRunResult,
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type DryRun = z.infer<typeof DryRun>;

export const DryRunQuery = z.strictObject({
  automation: Id.optional(),
  recipe: z.string().max(100).optional(),
});
export type DryRunQuery = z.infer<typeof DryRunQuery>;

/** Newest first, at most 20. */
export const DryRunList = z.object({ dryRuns: z.array(DryRun) });
export type DryRunList = z.infer<typeof DryRunList>;

/** What a step would have done at that moment. `message`: as the customer would have read it. */
export const DryRunDecision = z.object({
  at: z.iso.datetime(),
  step: z.number().int(),
  outcome: z.string(),
  reason: z.string(),
  words: z.string(),
  message: z.string().nullable(),
});
export type DryRunDecision = z.infer<typeof DryRunDecision>;

/** `uncertain`: what is not known any more and may have changed it, as a sentence. */
export const DryRunStory = z.object({ uncertain: z.string().nullable(), decisions: z.array(DryRunDecision) });
export type DryRunStory = z.infer<typeof DryRunStory>;

export const DryRunSample = z.object({
  id: z.uuid(),
  customer: z.object({ id: z.uuid(), name: z.string().nullable(), phone: z.string().nullable() }),
  outcome: DryRunOutcome,
  reason: z.string(),
  startedAt: z.iso.datetime(),
  ...DryRunStory.shape,
});
export type DryRunSample = z.infer<typeof DryRunSample>;

export const DryRunSampleQuery = z.strictObject({
  outcome: DryRunOutcome.optional(),
  reason: z.string().max(100).optional(),
});
export type DryRunSampleQuery = z.infer<typeof DryRunSampleQuery>;

/** Some people of each outcome and reason, in the order in which their runs began. */
export const DryRunSamples = z.object({ samples: z.array(DryRunSample) });
export type DryRunSamples = z.infer<typeof DryRunSamples>;
