import { z } from 'zod';

/*
 * What a message can carry besides text. One shape for both channels and both directions; what of it may be sent is a rule
 * (bff/domain/message-limits.ts).
 */

export const AttachmentType = z.enum(['image', 'video', 'audio', 'document', 'sticker']);
export type AttachmentType = z.infer<typeof AttachmentType>;

/**
 * Why there is no file. `gone`: WhatsApp does not have it any more. `too-large`: beyond what WhatsApp hands over. `damaged`: what came was
 * not what was announced. `refused`: WhatsApp would not hand it over. `not-kept`: it came before files were kept.
 */
export const LossReason = z.enum(['gone', 'too-large', 'damaged', 'refused', 'not-kept']);
export type LossReason = z.infer<typeof LossReason>;

export const Attachment = z.object({
  kind: z.literal('attachment'),
  type: AttachmentType,
  /** Our id of the file; null when it could not even be named. */
  mediaId: z.uuid().nullable(),
  /** `fetching`: it is on its way from WhatsApp to us. */
  state: z.enum(['fetching', 'stored', 'lost']),
  /** Of a lost one. */
  reason: LossReason.optional(),
  caption: z.string().optional(),
  filename: z.string().optional(),
  /** What the bytes are; until it is stored, what the sender said they are. */
  mimeType: z.string().optional(),
  /** Bytes. */
  size: z.number().int().nonnegative().optional(),
  /** Hex. */
  sha256: z.string().optional(),
  /** A voice note: it was spoken into the chat, not chosen from files. */
  voice: z.boolean().optional(),
  animated: z.boolean().optional(),
  /** Pixels of a picture. */
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  /** A signed path below the server's origin that works for about an hour; made whenever a message is read, and kept nowhere. */
  url: z.string().optional(),
});
export type Attachment = z.infer<typeof Attachment>;

export const Place = z.object({
  kind: z.literal('location'),
  latitude: z.number(),
  longitude: z.number(),
  name: z.string().optional(),
  address: z.string().optional(),
});

export const ContactCard = z.object({
  name: z.string(),
  phones: z.array(z.object({ phone: z.string(), type: z.string().optional(), waId: z.string().optional() })),
  emails: z.array(z.object({ email: z.string(), type: z.string().optional() })),
  organization: z.string().optional(),
});
export type ContactCard = z.infer<typeof ContactCard>;

/** `names` has one for each card; messages of old have no `cards`. */
export const Contacts = z.object({
  kind: z.literal('contacts'),
  names: z.array(z.string()),
  cards: z.array(ContactCard).optional(),
});

const around = { header: z.string().optional(), footer: z.string().optional() };

/** A question with up to three answers to tap. `media`: a picture, a video or a document above it, in the heading's place. */
export const Buttons = z.object({
  kind: z.literal('buttons'),
  text: z.string(),
  ...around,
  media: Attachment.optional(),
  buttons: z.array(z.object({ id: z.string(), title: z.string() })),
});
export type Buttons = z.infer<typeof Buttons>;

export const ListRow = z.object({ id: z.string(), title: z.string(), description: z.string().optional() });
export type ListRow = z.infer<typeof ListRow>;

/** A question with a menu behind `button`. */
export const ListMessage = z.object({
  kind: z.literal('list'),
  text: z.string(),
  ...around,
  button: z.string(),
  sections: z.array(z.object({ title: z.string().optional(), rows: z.array(ListRow) })),
});
export type ListMessage = z.infer<typeof ListMessage>;

/** A product of the merchant's WhatsApp catalogue. */
export const Product = z.object({
  kind: z.literal('product'),
  catalogId: z.string(),
  productId: z.string(),
  text: z.string().optional(),
  footer: z.string().optional(),
});

/** The product of the catalogue that a message was written from ("Message business" on its page). */
export const AskedProduct = z.object({
  /** Empty when WhatsApp does not name it. */
  catalogId: z.string(),
  /** Its content id there. */
  productId: z.string(),
});
export type AskedProduct = z.infer<typeof AskedProduct>;

/** Several products of the catalogue, under titles of their own. */
export const ProductList = z.object({
  kind: z.literal('product-list'),
  catalogId: z.string(),
  header: z.string(),
  text: z.string(),
  footer: z.string().optional(),
  sections: z.array(z.object({ title: z.string().optional(), productIds: z.array(z.string()) })),
});
export type ProductList = z.infer<typeof ProductList>;

/** A cart that was sent from the WhatsApp catalogue. */
export const Order = z.object({
  kind: z.literal('order'),
  catalogId: z.string(),
  text: z.string().optional(),
  items: z.array(
    z.object({
      productId: z.string(),
      quantity: z.number(),
      /** Of one piece. */
      price: z.number().nullable(),
      currency: z.string().nullable(),
    }),
  ),
});

/** A tap on a button or a list row; `text` is its label, `id` what it was sent with. */
export const Choice = z.object({
  kind: z.literal('choice'),
  text: z.string(),
  id: z.string().optional(),
  description: z.string().optional(),
});

/** `emoji` null: the reaction was taken back. `to` is the message reacted to, null when we do not know it. */
export const Reaction = z.object({
  kind: z.literal('reaction'),
  emoji: z.string().nullable(),
  to: z.uuid().nullable(),
});

/** The customer changed a message (`text`: what it says now, null when that is no text) or deleted it. `to` as in a reaction. */
export const Edited = z.object({ kind: z.literal('edited'), to: z.uuid().nullable(), text: z.string().nullable() });
export const Revoked = z.object({ kind: z.literal('revoked'), to: z.uuid().nullable() });

/** The message that another one answers to, as far as its reader may see it. */
export const Quote = z.object({
  id: z.uuid(),
  author: z.enum(['shopper', 'agent', 'system']),
  /** The quoted message's kind, with an attachment's type in its place: `text`, `image`, `buttons` … */
  kind: z.string(),
  /** The beginning of what it says; empty when it has no words. */
  text: z.string(),
});
export type Quote = z.infer<typeof Quote>;
