import { boolean, integer, jsonb, pgTable, real, smallint, text, uuid } from 'drizzle-orm/pg-core';
import type { WaitReason } from '../../../contract/message.ts';
import { bytes, counter, merchantId, moment } from './columns.ts';
import { queue } from './tenancy.ts';

export const whatsappApps = pgTable('whatsapp_apps', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  appId: text('app_id').notNull(),
  appSecret: bytes('app_secret').notNull(),
  name: text(),
  accessToken: bytes('access_token'),
  tokenExpiresAt: moment('token_expires_at'),
  tokenTrouble: text('token_trouble'),
  accountIds: text('account_ids').array().notNull().default([]),
  previousAppSecret: bytes('previous_app_secret'),
  previousSecretUntil: moment('previous_secret_until'),
  verifyTokenHash: text('verify_token_hash'),
  verifyTokenMadeAt: moment('verify_token_made_at'),
  handshakeAt: moment('handshake_at'),
  heardAt: moment('heard_at'),
  refusedAt: moment('refused_at'),
  removedAt: moment('removed_at'),
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
  throughput: integer().notNull().default(80),
  portfolioId: text('portfolio_id'),
  messagingLimit: integer('messaging_limit'),
  sending: text({ enum: ['on', 'no-marketing', 'stopped'] })
    .notNull()
    .default('on'),
  stopCode: integer('stop_code'),
  stopReason: text('stop_reason'),
  stoppedAt: moment('stopped_at'),
  resumesAt: moment('resumes_at'),
  isDefault: boolean('is_default').notNull().default(false),
  registeredAt: moment('registered_at'),
  subscribedAt: moment('subscribed_at'),
  readyAt: moment('ready_at'),
  disconnectedAt: moment('disconnected_at'),
  verifiedName: text('verified_name'),
  nameStatus: text('name_status'),
  quality: text(),
  tier: text(),
  metaStatus: text('meta_status'),
  canSend: text('can_send'),
  isOnPhone: boolean('is_on_phone').notNull().default(false),
  checkedAt: moment('checked_at'),
  checkTrouble: text('check_trouble'),
  createdAt: moment('created_at').notNull(),
});

export const whatsappNotices = pgTable('whatsapp_notices', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  wabaId: text('waba_id').notNull(),
  numberId: uuid('number_id'),
  severity: text({ enum: ['info', 'warning', 'critical'] }).notNull(),
  title: text().notNull(),
  words: text().notNull(),
  at: moment('at').notNull(),
  dismissedAt: moment('dismissed_at'),
});

export const deliveries = pgTable('deliveries', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  messageId: uuid('message_id').notNull(),
  conversationId: uuid('conversation_id').notNull(),
  numberId: uuid('number_id').notNull(),
  identityId: uuid('identity_id').notNull(),
  purpose: text({ enum: ['reply', 'transactional', 'marketing'] }).notNull(),
  expiresAt: moment('expires_at'),
  state: text({
    enum: ['queued', 'sending', 'unknown', 'held', 'accepted', 'sent', 'delivered', 'read', 'played', 'failed'],
  })
    .notNull()
    .default('queued'),
  attempt: integer().notNull().default(0),
  /** Of the attempts up to this one Meta said that they did not arrive. */
  declinedAttempt: integer('declined_attempt').notNull().default(0),
  wamid: text(),
  queuedAt: moment('queued_at').notNull(),
  sendingAt: moment('sending_at'),
  unknownAt: moment('unknown_at'),
  heldAt: moment('held_at'),
  acceptedAt: moment('accepted_at'),
  sentAt: moment('sent_at'),
  deliveredAt: moment('delivered_at'),
  readAt: moment('read_at'),
  playedAt: moment('played_at'),
  failedAt: moment('failed_at'),
  errorCode: integer('error_code'),
  errorTitle: text('error_title'),
  resends: integer().notNull().default(0),
  history: jsonb().$type<DeliveryEpisode[]>().notNull().default([]),
  waitsFor: text('waits_for').$type<WaitReason>(),
  waitsUntil: moment('waits_until'),
});

/** What became of an attempt that was not accepted, or what somebody decided about a delivery. */
export type DeliveryEpisode = {
  at: string;
  attempt: number;
  what: 'refused' | 'unreachable' | 'put-back' | 'unknown' | 'sent-again' | 'arrived-twice' | 'released' | 'given-up';
  code?: number;
  words?: string;
};

export const sends = queue.table('sends', {
  deliveryId: uuid('delivery_id').notNull(),
  merchantId: merchantId(),
  numberId: uuid('number_id').notNull(),
  conversationId: uuid('conversation_id').notNull(),
  priority: smallint().notNull(),
  dueAt: moment('due_at').notNull(),
  fence: counter('fence').notNull().default(0),
  blocks: boolean().notNull().default(true),
  leasedUntil: moment('leased_until'),
});

export const lanes = queue.table('lanes', {
  numberId: uuid('number_id').notNull(),
  merchantId: merchantId(),
  nextAt: moment('next_at').notNull(),
  pace: real().notNull(),
  openAt: moment('open_at').notNull(),
  marketingOpenAt: moment('marketing_open_at').notNull(),
  servedAt: moment('served_at').notNull(),
});

export const pairs = queue.table('pairs', {
  merchantId: merchantId(),
  numberId: uuid('number_id').notNull(),
  identityId: uuid('identity_id').notNull(),
  nextAt: moment('next_at').notNull(),
});

export const serviceWindows = pgTable('service_windows', {
  merchantId: merchantId(),
  identityId: uuid('identity_id').notNull(),
  numberId: uuid('number_id').notNull(),
  lastInboundAt: moment('last_inbound_at').notNull(),
});

export const portfolioRecipients = pgTable('portfolio_recipients', {
  merchantId: merchantId(),
  portfolioId: text('portfolio_id').notNull(),
  identityId: uuid('identity_id').notNull(),
  countedAt: moment('counted_at').notNull(),
});

export const portfolioUsage = pgTable('portfolio_usage', {
  merchantId: merchantId(),
  portfolioId: text('portfolio_id').notNull(),
  beganAt: moment('began_at').notNull(),
  recipients: integer().notNull(),
});

export const whatsappTemplates = pgTable('whatsapp_templates', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  wabaId: text('waba_id').notNull(),
  metaId: text('meta_id'),
  name: text().notNull(),
  language: text().notNull(),
  category: text().notNull(),
  status: text().notNull(),
  quality: text(),
  parameterFormat: text('parameter_format', { enum: ['POSITIONAL', 'NAMED'] })
    .notNull()
    .default('POSITIONAL'),
  components: jsonb().$type<Record<string, unknown>[]>().notNull(),
  rejectedReason: text('rejected_reason'),
  pausedUntil: moment('paused_until'),
  statusAt: moment('status_at'),
  qualityAt: moment('quality_at'),
  rejectionWords: text('rejection_words'),
  rejectionAdvice: text('rejection_advice'),
  previousCategory: text('previous_category'),
  nextCategory: text('next_category'),
  nextCategoryAt: moment('next_category_at'),
  categoryAt: moment('category_at'),
  staleSince: moment('stale_since'),
  syncedAt: moment('synced_at'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const webhookInbox = pgTable('webhook_inbox', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  source: text({ enum: ['whatsapp', 'api', 'shopify', 'woocommerce'] }).notNull(),
  dedupeKey: text('dedupe_key').notNull(),
  body: text().notNull(),
  line: uuid(),
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
