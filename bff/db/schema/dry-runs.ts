import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { RuleDefinition } from '../../../contract/automation.ts';
import type { DryRunStory, DryRunTally, MessagePrice } from '../../../contract/dry-run.ts';
import { merchantId, moment } from './columns.ts';
import { SOURCES } from './journey.ts';

/** How a cart, quote or order stood, as rules look at it; moments are ISO texts. */
export type BookState = Record<string, unknown>;

export const bookHistory = pgTable('book_history', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  kind: text({ enum: ['cart', 'quote', 'order'] }).notNull(),
  bookId: uuid('book_id').notNull(),
  subjectId: uuid('subject_id').notNull(),
  source: text({ enum: SOURCES }).notNull(),
  recordedAt: moment('recorded_at').notNull(),
  supersededAt: moment('superseded_at'),
  state: jsonb().$type<BookState>().notNull(),
});

export const automationDryRuns = pgTable('automation_dry_runs', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  ruleId: uuid('rule_id'),
  recipe: text(),
  definition: jsonb().$type<RuleDefinition>().notNull(),
  state: text({ enum: ['waiting', 'running', 'done', 'cancelled', 'failed'] }).notNull(),
  fromAt: moment('from_at').notNull(),
  toAt: moment('to_at').notNull(),
  people: integer().notNull(),
  looked: integer().notNull().default(0),
  cursor: uuid(),
  tally: jsonb().$type<DryRunTally>().notNull(),
  createdBy: uuid('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
  endedAt: moment('ended_at'),
});

export const automationDryRunSamples = pgTable('automation_dry_run_samples', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  dryRunId: uuid('dry_run_id').notNull(),
  customerId: uuid('customer_id').notNull(),
  outcome: text({ enum: ['sent', 'acted', 'suppressed', 'cancelled', 'failed', 'waiting', 'unknown'] }).notNull(),
  reason: text().notNull(),
  startedAt: moment('started_at').notNull(),
  story: jsonb().$type<DryRunStory>().notNull(),
});

export const messagePrices = pgTable('message_prices', {
  merchantId: merchantId(),
  currency: text().notNull(),
  prices: jsonb().$type<MessagePrice[]>().notNull(),
  updatedAt: moment('updated_at').notNull(),
});
