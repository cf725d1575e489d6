import { boolean, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, merchantId, moment } from './columns.ts';

const TOPICS = ['marketing', 'all'] as const;
const SOURCES = [
  'typed-word',
  'button',
  'meta-preference',
  'meta-error',
  'checkbox',
  'agent',
  'api',
  'import',
] as const;

export const consents = pgTable('consents', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  customerId: uuid('customer_id').notNull(),
  identityId: uuid('identity_id'),
  topic: text({ enum: TOPICS }).notNull(),
  action: text({ enum: ['opt-in', 'opt-out'] }).notNull(),
  source: text({ enum: SOURCES }).notNull(),
  wording: text(),
  proof: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  dedupeKey: text('dedupe_key'),
  at: moment('at').notNull(),
  recordedAt: moment('recorded_at').notNull(),
  pending: boolean().notNull().default(false),
  askedAt: moment('asked_at'),
});

export const consentSettings = pgTable('consent_settings', {
  merchantId: merchantId(),
  stopWords: text('stop_words').array().notNull(),
  startWords: text('start_words').array().notNull(),
  startOffer: text('start_offer'),
  confirmOptIns: boolean('confirm_opt_ins').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const optOutReceipts = pgTable('opt_out_receipts', {
  merchantId: merchantId(),
  digest: bytes('digest').notNull(),
  topic: text({ enum: TOPICS }).notNull(),
  source: text({ enum: SOURCES }).notNull(),
  at: moment('at').notNull(),
  recordedAt: moment('recorded_at').notNull(),
});
