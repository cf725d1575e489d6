import { boolean, jsonb, numeric, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { LineItem, Order } from '../../../contract/commerce.ts';
import { bytes, merchantId, moment } from './columns.ts';
import { SOURCES } from './journey.ts';
import { directory } from './tenancy.ts';

const STORES = ['shopify', 'woocommerce'] as const;
const money = (name: string) => numeric(name, { precision: 16, scale: 4 });

export const apiKeys = pgTable('api_keys', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  name: text().notNull(),
  keyHash: bytes('key_hash').notNull(),
  scopes: text().array().notNull(),
  createdAt: moment('created_at').notNull(),
  lastUsedAt: moment('last_used_at'),
  revokedAt: moment('revoked_at'),
});

export const storeConnections = pgTable('store_connections', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  kind: text({ enum: STORES }).notNull(),
  externalId: text('external_id').notNull(),
  webhookSecret: bytes('webhook_secret').notNull(),
  previousWebhookSecret: bytes('previous_webhook_secret'),
  previousSecretUntil: moment('previous_secret_until'),
  apiUrl: text('api_url'),
  apiCredentials: bytes('api_credentials'),
  reconciledTo: moment('reconciled_to'),
  lastHeardAt: moment('last_heard_at'),
  trouble: text(),
  troubleSince: moment('trouble_since'),
  createdAt: moment('created_at').notNull(),
  disconnectedAt: moment('disconnected_at'),
});

export const storeRoutes = directory.table('store_routes', {
  kind: text({ enum: STORES }).notNull(),
  externalId: text('external_id').notNull(),
  merchantId: merchantId(),
  rowId: uuid('row_id').notNull(),
  live: boolean().notNull().default(true),
});

export const carts = pgTable('carts', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  subjectId: uuid('subject_id'),
  source: text({ enum: SOURCES }).notNull(),
  externalId: text('external_id').notNull(),
  status: text({ enum: ['open', 'ordered', 'emptied'] }).notNull(),
  items: jsonb().$type<LineItem[]>().notNull(),
  currency: text(),
  total: money('total').notNull(),
  url: text(),
  checkoutStartedAt: moment('checkout_started_at'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const quotes = pgTable('quotes', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  subjectId: uuid('subject_id'),
  source: text({ enum: SOURCES }).notNull(),
  externalId: text('external_id').notNull(),
  number: text(),
  status: text({ enum: ['requested', 'created', 'sent', 'viewed', 'accepted', 'rejected', 'expired'] }).notNull(),
  items: jsonb().$type<LineItem[]>().notNull(),
  currency: text(),
  total: money('total'),
  url: text(),
  note: text(),
  orderExternalId: text('order_external_id'),
  expiresAt: moment('expires_at'),
  told: jsonb().$type<string[]>().notNull().default([]),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const orders = pgTable('orders', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  subjectId: uuid('subject_id'),
  source: text({ enum: SOURCES }).notNull(),
  externalId: text('external_id').notNull(),
  number: text(),
  status: text({ enum: ['placed', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded'] }).notNull(),
  items: jsonb().$type<LineItem[]>().notNull(),
  currency: text().notNull(),
  total: money('total').notNull(),
  refunded: money('refunded').notNull().default('0'),
  url: text(),
  tracking: jsonb().$type<Order['tracking']>(),
  cartExternalId: text('cart_external_id'),
  quoteExternalId: text('quote_external_id'),
  placedAt: moment('placed_at').notNull(),
  paidAt: moment('paid_at'),
  progressStatus: text('progress_status', {
    enum: ['placed', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded'],
  }),
  progressAt: moment('progress_at'),
  told: jsonb().$type<string[]>().notNull().default([]),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const privacyRequests = pgTable('privacy_requests', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  connectionId: uuid('connection_id').notNull(),
  kind: text({ enum: ['export', 'erase-customer', 'erase-shop'] }).notNull(),
  externalCustomerId: text('external_customer_id'),
  receivedAt: moment('received_at').notNull(),
  doneAt: moment('done_at'),
  receipt: jsonb().$type<Record<string, unknown>>(),
});
