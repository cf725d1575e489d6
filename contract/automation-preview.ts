import { z } from 'zod';
import { Cancel, Hours, Step, Trigger } from './automation.ts';
import { Condition } from './automation-condition.ts';
import { Id } from './id.ts';
import { TemplateShown } from './template.ts';

/** What a step's message would be for one customer, and whether it would be sent. Nothing is. `step`: of the kind `message`. */
export const MessagePreviewInput = z.strictObject({
  customer: Id,
  /** What of the rule decides beside the step. */
  rule: z.strictObject({
    trigger: Trigger,
    if: Condition.nullable(),
    cancelledBy: z.array(Cancel).max(5),
    hours: Hours,
  }),
  step: Step,
});
export type MessagePreviewInput = z.infer<typeof MessagePreviewInput>;

/** A piece of a text: as it is written, what is known of the customer, what stands there instead, or a fact that is missing. */
export const TextPiece = z.object({
  text: z.string(),
  from: z.enum(['words', 'known', 'fallback', 'missing']),
  /** Which fact, e.g. `customer.first_name`; null: it is written so. */
  field: z.string().nullable(),
});
export type TextPiece = z.infer<typeof TextPiece>;

export const MessagePreview = z.object({
  customer: z.object({ id: z.uuid(), name: z.string().nullable(), phone: z.string().nullable() }),
  /**
   * What began the rule for them last, within seven days: the message is decided and filled by it. Null: nothing; then it is as if something
   * had just begun it.
   */
  occasion: z.iso.datetime().nullable(),
  /**
   * What would become of the step if it were due at this moment, as the timekeeper would decide it: by conditions, what cancels it, consent,
   * the way, hours and the cap on advertising. `later`: at `until`, when it is decided again.
   */
  now: z.object({
    would: z.enum(['send', 'later', 'not']),
    by: z.enum(['panel', 'text', 'template']).nullable(),
    until: z.iso.datetime().nullable(),
    words: z.string(),
  }),
  /** In the panel, and as text by WhatsApp. `problem`: what keeps it from being sent. */
  text: z.object({ pieces: z.array(TextPiece), problem: z.string().nullable() }).nullable(),
  /** Null: the step has none. `found` null: there is none of that name that can be sent. */
  template: z
    .object({
      name: z.string(),
      found: z
        .object({
          language: z.string(),
          shown: TemplateShown,
          values: z.array(z.object({ key: z.string(), pieces: z.array(TextPiece) })),
        })
        .nullable(),
      problems: z.array(z.string()),
    })
    .nullable(),
});
export type MessagePreview = z.infer<typeof MessagePreview>;

/**
 * Sends a step's message to a phone of whoever tries it: by WhatsApp, as text if that phone wrote within 24 hours, else as the template.
 * The same `clientId` again is the same message.
 */
export const TestSendInput = z.strictObject({
  clientId: Id,
  /** With its country code. */
  phone: z.string().trim().min(5).max(40),
  action: Step.shape.do,
  /** Whose facts fill it; null: those of whoever has the phone. */
  customer: Id.nullable(),
});
export type TestSendInput = z.infer<typeof TestSendInput>;

/** It is in that phone's thread and in the ledger; its message there says what becomes of it. */
export const TestSent = z.object({
  conversationId: z.uuid(),
  messageId: z.uuid(),
  by: z.enum(['text', 'template']),
});
export type TestSent = z.infer<typeof TestSent>;
