import { boolean, integer, json, jsonb, numeric, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { JourneySummary } from '../../../contract/journey-summary.ts';
import type { LeadReason, ScoreTable } from '../../../contract/lead-score.ts';
import { merchantId, moment } from './columns.ts';
import { queue } from './tenancy.ts';

const STAGES = ['visitor', 'engaged', 'considering', 'quoted', 'customer', 'repeat'] as const;
export const SOURCES = ['web', 'api', 'shopify', 'woocommerce', 'woodex'] as const;

export const journeyEvents = pgTable('customer_journey_events', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  subjectId: uuid('subject_id').notNull(),
  name: text().notNull(),
  source: text({ enum: SOURCES }).notNull(),
  occurredAt: moment('occurred_at').notNull(),
  clientAt: moment('client_at'),
  receivedAt: moment('received_at').notNull(),
  pageUrl: text('page_url'),
  pageTitle: text('page_title'),
  properties: jsonb().$type<Record<string, unknown>>().notNull().default({}),
});

export const journeyMarks = queue.table('journey_marks', {
  merchantId: merchantId(),
  subjectId: uuid('subject_id').notNull(),
  kind: text({ enum: ['event', 'rescore'] }).notNull(),
  markedAt: moment('marked_at').notNull(),
  since: moment('since'),
});

export const customerJourneys = pgTable('customer_journeys', {
  merchantId: merchantId(),
  customerId: uuid('customer_id').notNull(),
  stage: text({ enum: [...STAGES, 'dormant'] }).notNull(),
  furthestStage: text('furthest_stage', { enum: STAGES }).notNull(),
  score: integer().notNull(),
  reasons: jsonb().$type<LeadReason[]>().notNull(),
  tableVersion: integer('table_version').notNull(),
  isHot: boolean('is_hot').notNull().default(false),
  hotSince: moment('hot_since'),
  scoredAt: moment('scored_at').notNull(),
  rescoreAt: moment('rescore_at'),
  firstSeenAt: moment('first_seen_at').notNull(),
  lastSeenAt: moment('last_seen_at').notNull(),
  visits: integer().notNull(),
  pageViews: integer('page_views').notNull(),
  pageUrl: text('page_url'),
  pageTitle: text('page_title'),
  pageAt: moment('page_at'),
  cartTotal: numeric('cart_total', { precision: 16, scale: 4 }),
  cartCurrency: text('cart_currency'),
  orders: integer().notNull().default(0),
});

export const journeySummaries = pgTable('journey_summaries', {
  merchantId: merchantId(),
  customerId: uuid('customer_id').notNull(),
  basis: text().notNull(),
  subjects: uuid().array().notNull(),
  summary: json().$type<JourneySummary>().notNull(),
});

export const leadScoreChanges = pgTable('lead_score_changes', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  customerId: uuid('customer_id').notNull(),
  scoreFrom: integer('score_from').notNull(),
  scoreTo: integer('score_to').notNull(),
  stageFrom: text('stage_from', { enum: [...STAGES, 'dormant'] }),
  stageTo: text('stage_to', { enum: [...STAGES, 'dormant'] }).notNull(),
  becameHot: boolean('became_hot').notNull(),
  reasons: jsonb().$type<LeadReason[]>().notNull(),
  createdAt: moment('created_at').notNull(),
});

export const leadScoreTables = pgTable('lead_score_tables', {
  merchantId: merchantId(),
  version: integer().notNull(),
  scoreTable: jsonb('score_table').$type<ScoreTable>().notNull(),
  createdBy: uuid('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
});
