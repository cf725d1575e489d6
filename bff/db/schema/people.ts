import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, merchantId, moment } from './columns.ts';
import { SOURCES } from './journey.ts';

export const customerContacts = pgTable('customer_contacts', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  customerId: uuid('customer_id').notNull(),
  kind: text({ enum: ['email', 'phone'] }).notNull(),
  value: text().notNull(),
  display: text().notNull(),
  source: text({ enum: SOURCES }).notNull(),
  createdAt: moment('created_at').notNull(),
});

export const identityKeys = pgTable('identity_keys', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  secret: bytes('secret').notNull(),
  createdAt: moment('created_at').notNull(),
  revokedAt: moment('revoked_at'),
});

export const identityNonces = pgTable('identity_nonces', {
  merchantId: merchantId(),
  nonce: text().notNull(),
  expiresAt: moment('expires_at').notNull(),
});
