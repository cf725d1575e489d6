import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { counter, merchantId, moment } from './columns.ts';

export const media = pgTable('media', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  state: text({ enum: ['fetching', 'stored', 'lost', 'erasing'] }).notNull(),
  reason: text({ enum: ['gone', 'too-large', 'damaged', 'refused', 'not-kept'] }),
  source: text({ enum: ['whatsapp', 'agent', 'shopper'] }).notNull(),
  numberId: uuid('number_id'),
  metaId: text('meta_id'),
  uploadedBy: uuid('uploaded_by'),
  attempts: integer().notNull().default(0),
  mimeType: text('mime_type'),
  size: counter('size'),
  sha256: text(),
  announcedSha256: text('announced_sha256'),
  filename: text(),
  animated: boolean(),
  width: integer(),
  height: integer(),
  createdAt: moment('created_at').notNull(),
  storedAt: moment('stored_at'),
});

export const mediaUploads = pgTable('media_uploads', {
  merchantId: merchantId(),
  mediaId: uuid('media_id').notNull(),
  numberId: uuid('number_id').notNull(),
  metaId: text('meta_id').notNull(),
  uploadedAt: moment('uploaded_at').notNull(),
});

export const whatsappPresence = pgTable('whatsapp_presence', {
  merchantId: merchantId(),
  conversationId: uuid('conversation_id').notNull(),
  readWamid: text('read_wamid'),
  typingAt: moment('typing_at'),
  typingToldAt: moment('typing_told_at'),
});
