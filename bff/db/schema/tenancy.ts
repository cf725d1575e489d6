import { boolean, integer, pgSchema, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { counter, merchantId, moment } from './columns.ts';

export const merchants = pgTable('merchants', {
  merchantId: merchantId(),
  name: text().notNull(),
  greeting: text().notNull().default(''),
  color: text().notNull().default('#7a4f2b'),
  allowedOrigins: text('allowed_origins').array().notNull().default([]),
  createdAt: moment('created_at').notNull(),
});

export const merchantCounters = pgTable('merchant_counters', {
  merchantId: merchantId(),
  seq: counter('seq').notNull().default(0),
});

export const agents = pgTable('agents', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  userId: text('user_id').notNull(),
  name: text().notNull(),
  email: text().notNull(),
  role: text({ enum: ['owner', 'agent'] }).notNull(),
  disabledAt: moment('disabled_at'),
  createdAt: moment('created_at').notNull(),
});

export const directory = pgSchema('directory');

export const directoryMerchants = directory.table('merchants', { merchantId: merchantId() });

export const memberships = directory.table('memberships', {
  userId: text('user_id').notNull(),
  merchantId: merchantId(),
});

export const whatsappRoutes = directory.table('whatsapp_routes', {
  kind: text({ enum: ['app', 'verify_token', 'waba', 'phone_number'] }).notNull(),
  externalId: text('external_id').notNull(),
  merchantId: merchantId(),
  rowId: uuid('row_id').notNull(),
});

export const whatsappPortfolios = directory.table('whatsapp_portfolios', {
  portfolioId: text('portfolio_id').notNull(),
  merchantId: merchantId(),
});

export const queue = pgSchema('queue');

export const jobs = queue.table('jobs', {
  id: uuid().notNull(),
  merchantId: merchantId(),
  kind: text({
    enum: [
      'webhook',
      'status',
      'commerce',
      'quote',
      'reconcile',
      'privacy',
      'templates',
      'media',
      'presence',
      'number-health',
      'outgoing-webhook',
      'dry-run',
    ],
  }).notNull(),
  ref: uuid().notNull(),
  dueAt: moment('due_at').notNull(),
  hastened: boolean().notNull().default(false),
  failures: integer().notNull().default(0),
  leasedUntil: moment('leased_until'),
  fence: counter('fence').notNull().default(0),
});
