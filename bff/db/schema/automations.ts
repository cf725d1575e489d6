import { boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { AutomationSettings, RuleDefinition } from '../../../contract/automation.ts';
import type { Awaiting, Subject } from '../../../contract/automation-facts.ts';
import { bytes, merchantId, moment } from './columns.ts';
import { queue } from './tenancy.ts';

export const automationRules = pgTable('automation_rules', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  recipe: text(),
  version: integer().notNull(),
  enabled: boolean().notNull().default(false),
  enabledAt: moment('enabled_at'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const automationRuleVersions = pgTable('automation_rule_versions', {
  merchantId: merchantId(),
  ruleId: uuid('rule_id').notNull(),
  version: integer().notNull(),
  definition: jsonb().$type<RuleDefinition>().notNull(),
  createdBy: uuid('created_by'),
  createdAt: moment('created_at').notNull(),
});

export const automationRuns = pgTable('automation_runs', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  ruleId: uuid('rule_id').notNull(),
  version: integer().notNull(),
  customerId: uuid('customer_id').notNull(),
  scopeKey: text('scope_key').notNull(),
  subject: jsonb().$type<Subject>().notNull(),
  moment: moment('moment').notNull(),
  state: text({ enum: ['waiting', 'done', 'cancelled', 'suppressed', 'failed'] }).notNull(),
  step: integer().notNull().default(0),
  steppedAt: moment('stepped_at'),
  dueAt: moment('due_at'),
  startedAt: moment('started_at').notNull(),
  endedAt: moment('ended_at'),
  ways: jsonb().$type<string[]>().notNull().default([]),
  awaits: jsonb().$type<Awaiting>(),
  depth: integer().notNull().default(0),
  echoAt: moment('echo_at'),
  forgotten: boolean().notNull().default(false),
});

export const automationDecisions = pgTable('automation_decisions', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  runId: uuid('run_id').notNull(),
  step: integer().notNull(),
  at: moment('at').notNull(),
  outcome: text({
    enum: ['planned', 'waiting', 'sent', 'acted', 'went', 'suppressed', 'cancelled', 'failed'],
  }).notNull(),
  reason: text().notNull(),
  facts: jsonb().$type<Record<string, string | number>>().notNull(),
  words: text().notNull(),
  messageId: uuid('message_id'),
  webhookId: uuid('webhook_id'),
});

export const automationSettings = pgTable('automation_settings', {
  merchantId: merchantId(),
  timeZone: text('time_zone').notNull(),
  quiet: jsonb().$type<AutomationSettings['quiet']>().notNull(),
  businessWeek: jsonb('business_week').$type<AutomationSettings['businessWeek']>().notNull(),
  cap: jsonb().$type<AutomationSettings['cap']>().notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const timers = queue.table('timers', {
  runId: uuid('run_id').notNull(),
  merchantId: merchantId(),
  dueAt: moment('due_at').notNull(),
  failures: integer().notNull().default(0),
});

export const webhookEndpoints = pgTable('webhook_endpoints', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  name: text().notNull(),
  url: text().notNull(),
  secret: bytes('secret').notNull(),
  previousSecret: bytes('previous_secret'),
  previousSecretUntil: moment('previous_secret_until'),
  createdAt: moment('created_at').notNull(),
  removedAt: moment('removed_at'),
  offSince: moment('off_since'),
});

export const webhookOutbox = pgTable('webhook_outbox', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  endpointId: uuid('endpoint_id').notNull(),
  runId: uuid('run_id').notNull(),
  customerId: uuid('customer_id').notNull(),
  body: text(),
  state: text({ enum: ['queued', 'delivered', 'failed'] }).notNull(),
  attempts: integer().notNull().default(0),
  answer: text(),
  createdAt: moment('created_at').notNull(),
  endedAt: moment('ended_at'),
  nextAt: moment('next_at'),
});

export const customerTags = pgTable('customer_tags', {
  merchantId: merchantId(),
  customerId: uuid('customer_id').notNull(),
  tag: text().notNull(),
  addedAt: moment('added_at').notNull(),
});

export const leadPoints = pgTable('lead_points', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  customerId: uuid('customer_id').notNull(),
  points: integer().notNull(),
  reason: text().notNull(),
  givenAt: moment('given_at').notNull(),
});

export const customerNotes = pgTable('customer_notes', {
  merchantId: merchantId(),
  id: uuid().notNull(),
  customerId: uuid('customer_id').notNull(),
  text: text().notNull(),
  author: text().notNull(),
  createdAt: moment('created_at').notNull(),
});
