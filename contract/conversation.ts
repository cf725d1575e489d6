import { z } from 'zod';
import { AgentRef } from './agent.ts';
import { Customer, CustomerRef } from './customer.ts';
import { Id } from './id.ts';
import { Stage } from './lead-score.ts';
import { Channel, Message, MessageText } from './message.ts';
import { AgentContent, saysOneThing } from './outgoing.ts';

export const ConversationStatus = z.enum(['open', 'resolved']);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

/** A conversation as a row of the inbox shows it. */
export const ConversationSummary = z.object({
  id: z.uuid(),
  /** The number of its newest update. */
  seq: z.number().int().nonnegative(),
  customer: CustomerRef,
  status: ConversationStatus,
  assignee: AgentRef.nullable(),
  /** Shopper's messages that no agent has read. */
  unread: z.number().int().nonnegative(),
  lastMessage: Message.nullable(),
  /** ISO 8601; the inbox is sorted by it, newest first. */
  lastMessageAt: z.iso.datetime(),
  /** The channel of the shopper's last message: where an answer goes unless the agent switches. */
  replyChannel: Channel,
  /** WhatsApp's customer service window of the number that an answer goes from: free text may be sent until then. Null: never opened. */
  serviceWindowClosesAt: z.iso.datetime().nullable(),
  /** The customer's lead score; null until anything is known of their journey. */
  lead: z.object({ score: z.number().int(), stage: Stage, hot: z.boolean() }).nullable(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/** A conversation as an agent who opened it sees it. */
export const ConversationDetail = ConversationSummary.extend({
  customer: Customer,
  /** The channels an answer can take at all: `whatsapp` only when a WhatsApp identity is known and a number is connected. */
  channels: z.array(Channel),
  /** The position up to which the shopper has read the panel. */
  readByShopper: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
});
export type ConversationDetail = z.infer<typeof ConversationDetail>;

/** The inbox' lists. */
export const InboxView = z.enum(['open', 'mine', 'unassigned', 'resolved', 'all']);
export type InboxView = z.infer<typeof InboxView>;

export const ConversationListQuery = z.strictObject({
  view: InboxView.default('open'),
  /** Only conversations with unread messages. */
  unread: z.stringbool().optional(),
  /** Searches names, phones and message texts. */
  q: z.string().trim().max(200).optional(),
  /** `next` of the page before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export type ConversationListQuery = z.infer<typeof ConversationListQuery>;

/** `seq`: the merchant's newest update when the page was read. `next`: cursor of the next page, null at the end. */
export const ConversationList = z.object({
  conversations: z.array(ConversationSummary),
  next: z.string().nullable(),
  seq: z.number().int().nonnegative(),
});
export type ConversationList = z.infer<typeof ConversationList>;

export const InboxCounts = z.object({
  open: z.number().int(),
  mine: z.number().int(),
  unassigned: z.number().int(),
  /** Open conversations with unread messages. */
  unread: z.number().int(),
});
export type InboxCounts = z.infer<typeof InboxCounts>;

/** An agent's answer: either `text` or `content`. The same `clientId` sent again is the same message. */
export const AgentMessageInput = z
  .strictObject({
    clientId: Id,
    text: MessageText.optional(),
    content: AgentContent.optional(),
    /** Without it: the channel of the shopper's last message. */
    channel: Channel.optional(),
    /** The message of this conversation that it quotes. */
    replyTo: Id.optional(),
  })
  .refine(saysOneThing, 'takes either text or content');
export type AgentMessageInput = z.infer<typeof AgentMessageInput>;

export const ConversationChange = z
  .strictObject({
    status: ConversationStatus.optional(),
    /** Null takes the assignment away. */
    assigneeId: Id.nullable().optional(),
  })
  .refine(change => change.status !== undefined || change.assigneeId !== undefined, 'names nothing to change');
export type ConversationChange = z.infer<typeof ConversationChange>;

/** "I have read up to this position." It never goes back. */
export const ReadInput = z.strictObject({ upTo: z.number().int().positive() });
export type ReadInput = z.infer<typeof ReadInput>;

export const TypingInput = z.strictObject({ typing: z.boolean() });
export type TypingInput = z.infer<typeof TypingInput>;
