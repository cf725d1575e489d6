import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, merchantId, moment } from './columns.ts';

export const whatsappApps = pgTable('whatsapp_apps', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  appId: text('app_id').notNull(),
  appSecret: bytes('app_secret').notNull(),
  createdAt: moment('created_at').notNull(),
});

export const whatsappNumbers = pgTable('whatsapp_numbers', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  whatsappAppId: uuid('whatsapp_app_id').notNull(),
  phoneNumberId: text('phone_number_id').notNull(),
  wabaId: text('waba_id').notNull(),
  displayPhone: text('display_phone').notNull(),
  accessToken: bytes('access_token').notNull(),
  createdAt: moment('created_at').notNull(),
});

export const deliveries = pgTable('deliveries', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  messageId: uuid('message_id').notNull(),
  conversationId: uuid('conversation_id').notNull(),
  numberId: uuid('number_id').notNull(),
  identityId: uuid('identity_id').notNull(),
  state: text({
    enum: ['queued', 'claimed', 'sending', 'unknown', 'accepted', 'sent', 'delivered', 'read', 'played', 'failed'],
  })
    .notNull()
    .default('queued'),
  attempt: integer().notNull().default(0),
  wamid: text(),
  queuedAt: moment('queued_at').notNull(),
  claimedAt: moment('claimed_at'),
  sendingAt: moment('sending_at'),
  unknownAt: moment('unknown_at'),
  acceptedAt: moment('accepted_at'),
  sentAt: moment('sent_at'),
  deliveredAt: moment('delivered_at'),
  readAt: moment('read_at'),
  playedAt: moment('played_at'),
  failedAt: moment('failed_at'),
  errorCode: integer('error_code'),
  errorTitle: text('error_title'),
});

export const webhookInbox = pgTable('webhook_inbox', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  source: text({ enum: ['whatsapp', 'api', 'shopify', 'woocommerce'] }).notNull(),
  dedupeKey: text('dedupe_key').notNull(),
  body: text().notNull(),
  receivedAt: moment('received_at').notNull(),
  processedAt: moment('processed_at'),
  outcome: text(),
});

export const whatsappReferences = pgTable('whatsapp_references', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  code: text().notNull(),
  customerId: uuid('customer_id').notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedBy: text('used_by'),
  usedAt: moment('used_at'),
  createdAt: moment('created_at').notNull(),
});
