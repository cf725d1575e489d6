import { z } from 'zod';
import { Id } from './id.ts';
import { JourneyEventName } from './journey-event.ts';
import { MessageText, Purpose } from './message.ts';
import { TemplateValues } from './template.ts';

/** Whole minutes, at most a year. */
export const Minutes = z
  .number()
  .int()
  .min(0)
  .max(366 * 24 * 60);

/** A word that a customer is marked with. Upper and lower case are the same. */
export const TagName = z.string().trim().toLowerCase().min(1).max(50);
export type TagName = z.infer<typeof TagName>;

/** A way that a run may go. Steps that name ways are done by those alone who went one of them. */
export const WayName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,29}$/, 'must be a short word of a–z, 0–9 and -');
export type WayName = z.infer<typeof WayName>;

/** How a run goes on after a step that asks: with the next step, not at all, or on a way, which it stays on to its end. */
export const Onward = z.union([z.enum(['go-on', 'stop']), z.strictObject({ way: WayName })]);
export type Onward = z.infer<typeof Onward>;

/** What a run may wait for. It counts from the moment on at which the step was due. */
export const Awaited = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('event'), name: JourneyEventName }),
  z.strictObject({ on: z.enum(['bought', 'replied']) }),
]);
export type Awaited = z.infer<typeof Awaited>;

const message = z.strictObject({
  kind: z.literal('message'),
  purpose: Purpose.exclude(['reply']),
  /** `only`: if it is not open, nothing is written; `never`: by WhatsApp, even when it is open. */
  panel: z.enum(['first', 'only', 'never']),
  text: MessageText.nullable(),
  /** `language`: where the customer's own is not there. */
  template: z
    .strictObject({ name: z.string().min(1).max(512), language: z.string().max(20), values: TemplateValues })
    .nullable(),
});

const split = z.strictObject({
  kind: z.literal('split'),
  /** `weight` of all weights is the share that goes this way. A way that no step names lets people be. */
  ways: z
    .array(z.strictObject({ name: WayName, weight: z.number().int().min(1).max(1000) }))
    .min(2)
    .max(5)
    .refine(ways => new Set(ways.map(({ name }) => name)).size === ways.length, 'has a way twice'),
});

/**
 * What a step does. `message`: in the panel if a page is open, else `text` inside the service window, else `template`. In `text` and in the
 * template's values stand expressions like `{{customer.first_name|there}}`; in a note's text too.
 */
export const Action = z.discriminatedUnion('kind', [
  message,
  /** The conversation goes to an agent. `to` null: whoever has the fewest open conversations. */
  z.strictObject({ kind: z.literal('assign'), to: Id.nullable() }),
  /** For agents alone to read, beside the conversation; it is put into the inbox. */
  z.strictObject({ kind: z.literal('note'), text: MessageText }),
  z.strictObject({ kind: z.literal('tag'), do: z.enum(['add', 'remove']), tag: TagName }),
  /** Points upon the lead score, which fade as events do. `reason` stands among the score's reasons. */
  z.strictObject({
    kind: z.literal('score'),
    points: z
      .number()
      .int()
      .min(-100)
      .max(100)
      .refine(points => points !== 0, 'must not be 0'),
    reason: z.string().trim().min(1).max(100),
  }),
  /** Tells another system, at one of the merchant's endpoints. */
  z.strictObject({ kind: z.literal('webhook'), endpoint: Id }),
  /** Waits until something has happened, or for so many minutes from when the step is due. */
  z.strictObject({
    kind: z.literal('wait'),
    for: Awaited,
    minutes: Minutes.min(1),
    came: Onward,
    timedOut: Onward,
  }),
  /** Deals the run one of the ways, by chance but for good: looked at again it is the same one. */
  split,
]);
export type Action = z.infer<typeof Action>;
