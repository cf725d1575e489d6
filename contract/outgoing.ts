import { z } from 'zod';
import { Id } from './id.ts';

/*
 * What a person can send besides text. How long each part may be is a rule of WhatsApp's (bff/domain/message-limits.ts), answered with a
 * problem in words; here is only what keeps a request within bounds.
 */

const short = z.string().trim().min(1).max(1000);
const long = z.string().trim().min(1).max(10_000);

/** A file that was uploaded before. `as`: a picture as a sticker, or any file as a document, which keeps it as it is. */
export const OutgoingAttachment = z.strictObject({
  kind: z.literal('attachment'),
  mediaId: Id,
  caption: long.optional(),
  as: z.enum(['sticker', 'document']).optional(),
  /** Spoken into the chat: OGG with Opus. */
  voice: z.boolean().optional(),
});

/** A picture, a video or a document above a question, uploaded before. `as`: any file as a document. */
export const OutgoingHeaderFile = z.strictObject({ mediaId: Id, as: z.literal('document').optional() });
export type OutgoingHeaderFile = z.infer<typeof OutgoingHeaderFile>;

/** `to`: the message reacted to; an `emoji` of null takes the reaction back. */
export const OutgoingReaction = z.strictObject({
  kind: z.literal('reaction'),
  emoji: z.string().min(1).max(40).nullable(),
  to: Id,
});

const around = { header: short.optional(), footer: short.optional() };
const row = z.strictObject({ id: short, title: short, description: short.optional() });

export const AgentContent = z.discriminatedUnion('kind', [
  OutgoingAttachment,
  OutgoingReaction,
  z.strictObject({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: short.optional(),
    address: short.optional(),
  }),
  z.strictObject({
    kind: z.literal('contacts'),
    cards: z
      .array(
        z.strictObject({
          name: short,
          phones: z.array(z.strictObject({ phone: short, type: short.optional() })).max(10),
          emails: z.array(z.strictObject({ email: short, type: short.optional() })).max(10),
          organization: short.optional(),
        }),
      )
      .min(1)
      .max(20),
  }),
  z.strictObject({
    kind: z.literal('buttons'),
    text: long,
    ...around,
    media: OutgoingHeaderFile.optional(),
    buttons: z
      .array(z.strictObject({ id: short, title: short }))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    kind: z.literal('list'),
    text: long,
    ...around,
    button: short,
    sections: z
      .array(z.strictObject({ title: short.optional(), rows: z.array(row).min(1).max(30) }))
      .min(1)
      .max(30),
  }),
  z.strictObject({
    kind: z.literal('product'),
    catalogId: short,
    productId: short,
    text: long.optional(),
    footer: short.optional(),
  }),
  z.strictObject({
    kind: z.literal('product-list'),
    catalogId: short,
    header: short,
    text: long,
    footer: short.optional(),
    sections: z
      .array(z.strictObject({ title: short.optional(), productIds: z.array(short).min(1).max(100) }))
      .min(1)
      .max(30),
  }),
]);
export type AgentContent = z.infer<typeof AgentContent>;

/** `id`: of a button or a row of the message that `replyTo` names. */
export const ShopperContent = z.discriminatedUnion('kind', [
  OutgoingAttachment.pick({ kind: true, mediaId: true, caption: true }),
  z.strictObject({ kind: z.literal('choice'), id: short }),
]);
export type ShopperContent = z.infer<typeof ShopperContent>;

/** A message says one thing. */
export const saysOneThing = (input: { text?: unknown; content?: unknown }): boolean =>
  (input.text === undefined) !== (input.content === undefined);
