import { z } from 'zod';
import { ConversationStatus } from './conversation.ts';
import { Id } from './id.ts';
import { VisitorToken } from './journey-event.ts';
import { Message, MessageText } from './message.ts';
import { ShopperContent, saysOneThing } from './outgoing.ts';

/** `wx_` and the merchant's id in base64url: public, pasted into the shop's page. */
export const PublicKey = z.string().regex(/^wx_[A-Za-z0-9_-]{22}$/, 'must look like wx_ and 22 characters');

export const WidgetQuery = z.strictObject({ key: PublicKey });

/** What the panel shows before anybody has written. Public. */
export const WidgetConfig = z.object({
  merchant: z.object({ name: z.string() }),
  greeting: z.string(),
  /** `#rrggbb`. */
  color: z.string(),
  /** True when the conversation can go on in WhatsApp. */
  whatsapp: z.boolean(),
});
export type WidgetConfig = z.infer<typeof WidgetConfig>;

/**
 * The first act of a shopper makes a guest. `visitor`: the token that this browser tells its journey with; then it is the chat's too,
 * unless the answer says otherwise.
 */
export const VisitorInput = z.strictObject({ key: PublicKey, visitor: VisitorToken.optional() });
export type VisitorInput = z.infer<typeof VisitorInput>;

/** The thread as a shopper's screen needs it to begin: its newest messages and the number up to which they are true. */
export const ConversationSnapshot = z.object({
  conversation: z.uuid(),
  status: ConversationStatus,
  seq: z.number().int().nonnegative(),
  messages: z.array(Message),
  hasMore: z.boolean(),
  /** The position up to which the shopper has read; later messages by agents are unread. */
  readUpTo: z.number().int().nonnegative(),
  unread: z.number().int().nonnegative(),
  /** The position up to which agents have read. */
  readByAgents: z.number().int().nonnegative(),
});
export type ConversationSnapshot = z.infer<typeof ConversationSnapshot>;

/** The server keeps only the hash of `token`. */
export const VisitorCreated = z.object({ token: z.string(), snapshot: ConversationSnapshot });
export type VisitorCreated = z.infer<typeof VisitorCreated>;

/** Either `text` or `content`. The same `clientId` sent again is the same message; with other words it is a conflict (409). */
export const ShopperMessageInput = z
  .strictObject({
    clientId: Id,
    text: MessageText.optional(),
    content: ShopperContent.optional(),
    /** The message of this conversation that it answers to. */
    replyTo: Id.optional(),
    page: z.strictObject({ url: z.string().max(2000), title: z.string().max(300) }).optional(),
  })
  .refine(saysOneThing, 'takes either text or content');
export type ShopperMessageInput = z.infer<typeof ShopperMessageInput>;

/** `seq`: the number of the update that told of it. */
export const MessageAccepted = z.object({ message: Message, seq: z.number().int() });
export type MessageAccepted = z.infer<typeof MessageAccepted>;

/** A wa.me link whose prefilled text carries the signed reference. */
export const WhatsAppLink = z.object({ url: z.url(), expiresAt: z.iso.datetime() });
export type WhatsAppLink = z.infer<typeof WhatsAppLink>;

/** `conversation`: the one that `Last-Event-ID` counts in, so that a merged thread is reset, not misread. */
export const StreamQuery = z.strictObject({ conversation: Id.optional() });
