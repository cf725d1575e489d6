import { z } from 'zod';
import {
  AskedProduct,
  Attachment,
  Buttons,
  Choice,
  Contacts,
  Edited,
  ListMessage,
  Order,
  Place,
  Product,
  ProductList,
  Quote,
  Reaction,
  Revoked,
} from './message-parts.ts';

/** The road a message takes: the panel on the shop's page, or WhatsApp. */
export const Channel = z.enum(['web', 'whatsapp']);
export type Channel = z.infer<typeof Channel>;

/** Longest text, in UTF-16 code units: WhatsApp's own limit for a text message. */
export const MAX_TEXT = 4096;

/** Of what a customer writes by WhatsApp: the product it asks about, if it is about one. */
const asking = { about: AskedProduct.optional() };

/** What a message says. Kinds that a screen cannot draw yet arrive as `unsupported`, never as an error. */
export const MessageContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), ...asking }),
  Attachment.extend(asking),
  Place.extend(asking),
  Contacts.extend(asking),
  Buttons,
  ListMessage,
  Product,
  ProductList,
  Order,
  Choice,
  Reaction,
  Edited,
  Revoked,
  /** An approved template with its values put in: what the customer reads, and `parameters`, what Meta is sent for it. */
  z.object({
    kind: z.literal('template'),
    templateId: z.uuid(),
    name: z.string(),
    language: z.string(),
    header: z.string().optional(),
    body: z.string(),
    footer: z.string().optional(),
    buttons: z.array(z.string()),
    /** `template.components` of Meta's send request, as it is. */
    parameters: z.array(z.record(z.string(), z.unknown())),
  }),
  /** Told by the system in the thread, e.g. that the shopper went on in WhatsApp. */
  z.object({
    kind: z.literal('notice'),
    notice: z.enum(['whatsapp-linked', 'number-changed', 'opted-out', 'opted-out-of-offers', 'opted-in']),
  }),
  z.object({ kind: z.literal('unsupported'), type: z.string() }),
]);
export type MessageContent = z.infer<typeof MessageContent>;

/** The file that a message carries: what it is, or what stands above its question. */
export function fileOf(content: MessageContent): Attachment | null {
  if (content.kind === 'attachment') return content;
  return (content.kind === 'buttons' && content.media) || null;
}

/**
 * The ledger's states of an outbound WhatsApp message; they only ever go forward. `unknown`: Meta's answer was never read. `held`: it
 * stayed unknown, and it is left to the merchant whether it is sent again.
 */
export const DeliveryState = z.enum([
  'queued',
  'sending',
  'unknown',
  'held',
  'accepted',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** Why a message is sent: an answer by a person, something the customer is waiting for, or advertising. It decides how soon it goes. */
export const Purpose = z.enum(['reply', 'transactional', 'marketing']);
export type Purpose = z.infer<typeof Purpose>;

/**
 * `settling`: a status may still say what became of the attempt; `meta-cap`: Meta has declined to deliver more marketing to this person
 * for now; `retry`: it was refused for a passing reason.
 */
export const WaitReason = z.enum(['settling', 'template-paused', 'pair-rate', 'messaging-limit', 'meta-cap', 'retry']);
export type WaitReason = z.infer<typeof WaitReason>;

export const Delivery = z.object({
  state: DeliveryState,
  /** When this state was reached, ISO 8601. */
  at: z.iso.datetime(),
  /** Why it failed: Meta's code (null when the reason is ours) and plain words. */
  error: z.object({ code: z.number().int().nullable(), title: z.string() }).nullable(),
  purpose: Purpose,
  /** How often it went back into the line: of two forms of one delivery that with more is the newer one. */
  round: z.number().int().nonnegative(),
  /** Why it has not been sent yet, and when it is looked at again; null when it is simply next in line. */
  waits: z.object({ for: WaitReason, until: z.iso.datetime() }).nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const Author = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shopper') }),
  z.object({ kind: z.literal('agent'), id: z.uuid(), name: z.string() }),
  z.object({ kind: z.literal('system') }),
]);
export type Author = z.infer<typeof Author>;

export const Message = z.object({
  id: z.uuid(),
  /** The id that the sender's screen gave it, so that a screen knows its own message again; null when it came by WhatsApp. */
  clientId: z.uuid().nullable(),
  /** Its place in the thread, 1…n, the same on every screen. */
  position: z.number().int().positive(),
  author: Author,
  channel: Channel,
  content: MessageContent,
  /** What it answers to; null when it quotes nothing, or what it quotes is not here. */
  replyTo: Quote.nullable(),
  /** When its author sent it, ISO 8601 (a phone's own clock for WhatsApp). */
  sentAt: z.iso.datetime(),
  /** Only for what we send by WhatsApp. */
  delivery: Delivery.nullable(),
});
export type Message = z.infer<typeof Message>;

export const MessagePageQuery = z.strictObject({
  /** Only messages before this position; without it the newest page. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type MessagePageQuery = z.infer<typeof MessagePageQuery>;

/** One page, oldest first. `hasMore`: there are messages before the first one. */
export const MessagePage = z.object({ messages: z.array(Message), hasMore: z.boolean() });
export type MessagePage = z.infer<typeof MessagePage>;

/** Trimmed, not empty, at most {@link MAX_TEXT} long. */
export const MessageText = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(MAX_TEXT)
  // zod, like JSON Schema, counts code points.
  .refine(text => text.length <= MAX_TEXT, `must have at most ${MAX_TEXT} UTF-16 code units`);
