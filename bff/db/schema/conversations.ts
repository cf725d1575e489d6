import { sql } from 'drizzle-orm';
import { boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { LeadReason } from '../../../contract/lead-score.ts';
import type { MessageContent } from '../../../contract/message.ts';
import { bytes, counter, merchantId, moment } from './columns.ts';

export const customers = pgTable('customers', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  kind: text({ enum: ['guest', 'known'] }).notNull(),
  fullName: text('full_name'),
  phone: text(),
  createdAt: moment('created_at').notNull(),
  mergedInto: uuid('merged_into'),
  sortName: text('sort_name').notNull().generatedAlwaysAs(sql`coalesce(lower(full_name), U&'\\FFFF')`),
});

export const customerIdentities = pgTable('customer_identities', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  customerId: uuid('customer_id').notNull(),
  kind: text({
    enum: ['wa_id', 'bsuid', 'parent_bsuid', 'username', 'shop_account', 'told_phone', 'former_phone'],
  }).notNull(),
  value: text().notNull(),
  matchKey: text('match_key'),
  createdAt: moment('created_at').notNull(),
  passedOnAt: moment('passed_on_at'),
  ownThreadId: uuid('own_thread_id'),
  seesFrom: moment('sees_from'),
});

export const visitors = pgTable('visitors', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  customerId: uuid('customer_id').notNull(),
  tokenHash: bytes('token_hash').notNull(),
  createdAt: moment('created_at').notNull(),
  revokedAt: moment('revoked_at'),
  ownThreadId: uuid('own_thread_id'),
  seesFrom: moment('sees_from'),
  mayChat: boolean('may_chat').notNull().default(true),
  journeyConsent: text('journey_consent', { enum: ['granted', 'setting'] }),
  journeyConsentAt: moment('journey_consent_at'),
  timeZone: text('time_zone'),
  language: text(),
  panelAt: moment('panel_at'),
});

export const conversations = pgTable('whatsapp_conversations', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  customerId: uuid('customer_id').notNull(),
  status: text({ enum: ['open', 'resolved'] })
    .notNull()
    .default('open'),
  assigneeId: uuid('assignee_id'),
  seq: counter('seq').notNull().default(0),
  lastPosition: counter('last_position').notNull().default(0),
  lastMessageId: uuid('last_message_id'),
  lastMessageAt: moment('last_message_at'),
  unreadCount: integer('unread_count').notNull().default(0),
  readByAgents: counter('read_by_agents').notNull().default(0),
  readByShopper: counter('read_by_shopper').notNull().default(0),
  replyChannel: text('reply_channel', { enum: ['web', 'whatsapp'] })
    .notNull()
    .default('web'),
  lastWhatsappInboundAt: moment('last_whatsapp_inbound_at'),
  whatsappIdentityId: uuid('whatsapp_identity_id'),
  whatsappNumberId: uuid('whatsapp_number_id'),
  startedUrl: text('started_url'),
  startedTitle: text('started_title'),
  mergedInto: uuid('merged_into'),
  createdAt: moment('created_at').notNull(),
});

export const messages = pgTable('whatsapp_messages', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  conversationId: uuid('conversation_id').notNull(),
  position: counter('position').notNull(),
  author: text({ enum: ['shopper', 'agent', 'system'] }).notNull(),
  agentId: uuid('agent_id'),
  channel: text({ enum: ['web', 'whatsapp'] }).notNull(),
  content: jsonb().$type<MessageContent>().notNull(),
  clientId: uuid('client_id'),
  wamid: text(),
  sentAt: moment('sent_at').notNull(),
  createdAt: moment('created_at').notNull(),
  originConversationId: uuid('origin_conversation_id'),
  replyTo: uuid('reply_to'),
  mediaId: uuid('media_id'),
});

/** `reordered`: messages of a merged thread were put between those that were here. */
export type UpdateData = {
  by?: 'shopper' | 'agent';
  upTo?: number;
  into?: string;
  reordered?: true;
  lead?: { score: number; reasons: LeadReason[] };
};

export const conversationUpdates = pgTable('conversation_updates', {
  merchantId: merchantId(),
  conversationId: uuid('conversation_id').notNull(),
  seq: counter('seq').notNull(),
  merchantSeq: counter('merchant_seq').notNull(),
  kind: text({ enum: ['message', 'read', 'conversation', 'merged', 'lead'] }).notNull(),
  messageId: uuid('message_id'),
  data: jsonb().$type<UpdateData>(),
  createdAt: moment('created_at').notNull(),
});

/** What a merge took from one customer to another: the rows that go back when it is undone. */
export type MovedRows = {
  /** With what each could see before. */
  visitors: { id: string; ownThreadId: string | null; seesFrom: string | null; mayChat: boolean }[];
  identities: { id: string; ownThreadId: string | null; seesFrom: string | null }[];
  contacts: string[];
  /** Of the ledger of consents; absent in merges of before it was there. */
  consents?: string[];
  /** Ticked in a browser, and not counted any more until the phone says so. */
  suspended?: string[];
  /** Those who had become part of the one before. */
  customers: string[];
  /** Browsers of the other that could chat before, and could not any more. */
  silenced: string[];
  /** `joined`: its messages went into the other's. `moved`: the other had none and has this one now, which came to `lastPosition`. */
  conversation:
    | { id: string; how: 'joined'; own: ReadMarks; other: ReadMarks & Surroundings; both: ReadMarks }
    | { id: string; how: 'moved'; lastPosition: number }
    | null;
};

/** Up to where it was read. */
export type ReadMarks = { readByAgents: number; readByShopper: number };

/** What a conversation takes from one that is joined to it, where it had none. */
export type Surroundings = {
  assigneeId: string | null;
  startedUrl: string | null;
  whatsappIdentityId: string | null;
  whatsappNumberId: string | null;
};

export const customerMerges = pgTable('customer_merges', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  fromCustomerId: uuid('from_customer_id').notNull(),
  intoCustomerId: uuid('into_customer_id').notNull(),
  reason: text({
    enum: ['whatsapp-reference', 'signed-identity', 'order-of-record', 'whatsapp-phone', 'whatsapp-ids'],
  }).notNull(),
  evidence: jsonb().$type<Record<string, string>>().notNull(),
  createdAt: moment('created_at').notNull(),
  moved: jsonb().$type<MovedRows>(),
  undoneAt: moment('undone_at'),
  undoneBy: uuid('undone_by'),
});
