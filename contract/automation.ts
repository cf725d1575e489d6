import { z } from 'zod';
import { Action, Minutes, type Onward, WayName } from './automation-action.ts';
import { Condition } from './automation-condition.ts';
import { OrderStatus } from './commerce.ts';
import { Id } from './id.ts';
import { JourneyEventName } from './journey-event.ts';
import { Channel, DeliveryState } from './message.ts';
import { OutgoingState } from './outgoing-webhook.ts';

/** What starts a run. What a browser claims of an order starts nothing: the shop's own books do. */
export const Trigger = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('event'), name: JourneyEventName }),
  /** A cart with something in it, from the moment it was last touched. */
  z.strictObject({ on: z.literal('cart-left') }),
  z.strictObject({ on: z.literal('order-status'), status: OrderStatus }),
  /** A quote that is open, so long before its end. */
  z.strictObject({ on: z.literal('quote-expiring'), minutesBefore: Minutes.min(1) }),
  z.strictObject({ on: z.literal('lead-hot') }),
  /** Whoever was more than a visitor and has done nothing for 90 days. */
  z.strictObject({ on: z.literal('dormant') }),
]);
export type Trigger = z.infer<typeof Trigger>;

/** How often a rule may begin for somebody. `days`: not again within so many days of the last time. */
export const Once = z.discriminatedUnion('per', [
  z.strictObject({ per: z.enum(['cart', 'quote', 'order', 'event', 'customer']) }),
  z.strictObject({ per: z.literal('days'), days: z.number().int().min(1).max(366) }),
]);
export type Once = z.infer<typeof Once>;

/** What ends a run before its time. Who opts out is never written to, whatever the rule says. */
export const Cancel = z.enum(['bought', 'replied', 'cart-emptied', 'quote-settled', 'newer-run']);
export type Cancel = z.infer<typeof Cancel>;

export const Step = z.strictObject({
  /** After the trigger's moment, or after the step before it. */
  wait: z.strictObject({ minutes: Minutes, from: z.enum(['trigger', 'step']) }),
  /** So long after it is due it still makes sense. */
  withinMinutes: Minutes.min(1),
  if: Condition.nullable(),
  /** Only for runs that went one of these ways; absent: for all. A step that is left out takes no time. */
  on: z.array(WayName).min(1).max(10).optional(),
  do: Action,
});
export type Step = z.infer<typeof Step>;

/** Any time; outside the customer's quiet hours; within the shop's business hours, and outside the customer's quiet hours. */
export const Hours = z.enum(['any', 'not-quiet', 'business']);
export type Hours = z.infer<typeof Hours>;

export const RuleDefinition = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    trigger: Trigger,
    once: Once,
    if: Condition.nullable(),
    cancelledBy: z.array(Cancel).max(5),
    hours: Hours,
    steps: z.array(Step).min(1).max(10),
  })
  .superRefine(({ steps }, issues) => {
    const led = new Set<string>();
    for (const [n, { on = [], do: action }] of steps.entries()) {
      const nowhere = on.find(way => !led.has(way));
      if (nowhere !== undefined)
        issues.addIssue({ code: 'custom', path: ['steps', n, 'on'], message: `no step before leads on “${nowhere}”` });
      for (const way of waysOf(action)) led.add(way);
    }
  });
export type RuleDefinition = z.infer<typeof RuleDefinition>;

/** The ways that a step may lead on. */
function waysOf(action: Action): string[] {
  const named = (onward: Onward) => (typeof onward === 'string' ? [] : [onward.way]);
  if (action.kind === 'split') return action.ways.map(({ name }) => name);
  return action.kind === 'wait' ? [...named(action.came), ...named(action.timedOut)] : [];
}

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 09:00');
const DaySpan = z.strictObject({ from: ClockTime, to: ClockTime });
const Spans = z.array(DaySpan).max(6).default([]);

/** What holds for all rules. Times are on the clock on the wall; a span that begins after it ends goes over midnight. */
export const AutomationSettings = z.strictObject({
  /** IANA: of the shop, for business hours and for customers whose own is not known. */
  timeZone: z.string().max(64),
  /** When customers are not written to, by their own clock. The same time twice: never quiet. */
  quiet: DaySpan,
  /** When the shop is there. */
  businessWeek: z.strictObject({
    monday: Spans,
    tuesday: Spans,
    wednesday: Spans,
    thursday: Spans,
    friday: Spans,
    saturday: Spans,
    sunday: Spans,
  }),
  /** Advertising by WhatsApp that a person gets, from rules, campaigns and agents together. */
  cap: z.strictObject({ messages: z.number().int().min(1).max(100), days: z.number().int().min(1).max(30) }),
});
export type AutomationSettings = z.infer<typeof AutomationSettings>;

const RunState = z.enum(['waiting', 'done', 'cancelled', 'suppressed', 'failed']);
export type RunState = z.infer<typeof RunState>;

export const Rule = z.object({
  id: z.uuid(),
  definition: RuleDefinition,
  version: z.number().int(),
  enabled: z.boolean(),
  /** What happens from then on starts runs; null: it was never on. */
  enabledAt: z.iso.datetime().nullable(),
  /** Which recipe it was made from. */
  recipe: z.string().nullable(),
  /** What keeps it from doing what it says, as sentences. */
  notes: z.array(z.string()),
  /** How many runs began within the last 30 days, by their state. */
  runs: z.record(RunState, z.number().int()),
  updatedAt: z.iso.datetime(),
});
export type Rule = z.infer<typeof Rule>;

/** A rule that comes with the product, to be installed and changed. */
export const Recipe = z.object({ id: z.string(), about: z.string(), definition: RuleDefinition });
export type Recipe = z.infer<typeof Recipe>;

export const RuleList = z.object({ rules: z.array(Rule), recipes: z.array(Recipe) });
export type RuleList = z.infer<typeof RuleList>;

export const RuleInput = z.strictObject({ definition: RuleDefinition });
export type RuleInput = z.infer<typeof RuleInput>;

export const RecipeInput = z.strictObject({ recipe: z.string().max(100) });
export type RecipeInput = z.infer<typeof RecipeInput>;

export const RuleSwitch = z.strictObject({ enabled: z.boolean() });
export type RuleSwitch = z.infer<typeof RuleSwitch>;

/** Newest first. `by`: the agent who wrote it; null: it came with the product. */
export const RuleVersions = z.object({
  versions: z.array(
    z.object({
      version: z.number().int(),
      definition: RuleDefinition,
      by: z.uuid().nullable(),
      at: z.iso.datetime(),
    }),
  ),
});
export type RuleVersions = z.infer<typeof RuleVersions>;

/**
 * Why a run did something, or did not. `went`: on which way. `message`: what was sent, and what became of it. `webhook`: what another
 * system was told, and whether it has taken it.
 */
export const RunDecision = z.object({
  at: z.iso.datetime(),
  /** From 0. */
  step: z.number().int(),
  outcome: z.enum(['planned', 'waiting', 'sent', 'acted', 'went', 'suppressed', 'cancelled', 'failed']),
  reason: z.string(),
  words: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z
    .object({
      id: z.uuid(),
      channel: Channel,
      /** Null: it did not go by WhatsApp. */
      delivery: z.object({ state: DeliveryState, error: z.string().nullable() }).nullable(),
    })
    .nullable(),
  /** `id`: the same with every attempt. `answer`: what the last one came to, as a sentence; null: none was made yet. */
  webhook: z
    .object({ id: z.uuid(), state: OutgoingState, attempts: z.number().int(), answer: z.string().nullable() })
    .nullable(),
});
export type RunDecision = z.infer<typeof RunDecision>;

export const Run = z.object({
  id: z.uuid(),
  rule: z.object({ id: z.uuid(), name: z.string(), version: z.number().int() }),
  customer: z.object({ id: z.uuid(), name: z.string().nullable(), phone: z.string().nullable() }),
  state: RunState,
  startedAt: z.iso.datetime(),
  /** When it is looked at next; null: it is over. */
  dueAt: z.iso.datetime().nullable(),
  /** In the order in which they were made. */
  decisions: z.array(RunDecision),
});
export type Run = z.infer<typeof Run>;

export const RunQuery = z.strictObject({
  state: RunState.optional(),
  /** Of one customer alone; who became part of another answers with the other. */
  customer: Id.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type RunQuery = z.infer<typeof RunQuery>;

/** Newest first. */
export const RunPage = z.object({ runs: z.array(Run), next: z.string().nullable() });
export type RunPage = z.infer<typeof RunPage>;
