import { randomUUIDv7 } from 'node:crypto';
import { addRuleVersion, insertRule, saveAutomationSettings, switchRule } from '../db/automation-rules.ts';
import { type DecisionRow, insertRuns, type RunRow, recordDecisions } from '../db/automation-runs.ts';
import { addTags, givePoints, insertNotes } from '../db/customer-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { setTimers } from '../db/timers.ts';
import { type EndpointRow, insertEndpoint } from '../db/webhook-endpoints.ts';
import { insertOutgoing } from '../db/webhook-outbox.ts';
import { cartRule } from './automation-world.ts';
import { NOW } from './merchants.ts';

/** Rows in every table of automations. */
export async function furnishAutomations(tx: MerchantTx, customerId: string, agentId: string) {
  const ruleId = randomUUIDv7();
  const definition = { ...cartRule(), name: `Rule of ${tx.merchantId}` };
  await insertRule(tx, { id: ruleId, recipe: 'cart-left', definition, createdBy: agentId, now: NOW });
  await addRuleVersion(tx, { ruleId, version: 2, definition, createdBy: agentId, now: NOW });
  await switchRule(tx, ruleId, true, NOW);
  const run: RunRow = {
    ...{ id: randomUUIDv7(), ruleId, version: 2, customerId, scopeKey: `cart:${tx.merchantId}`, subject: {} },
    ...{ moment: NOW, state: 'waiting', step: 0, steppedAt: null, dueAt: NOW, startedAt: NOW, endedAt: null },
    ...{ ways: [], awaits: null, depth: 0, echoAt: null, forgotten: false },
  };
  const newer = {
    ...run,
    id: randomUUIDv7(),
    scopeKey: `cart:of ${tx.merchantId}`,
    startedAt: new Date(NOW.getTime() + 1),
  };
  await insertRuns(tx, [run, newer]);
  const endpoint: EndpointRow = {
    ...{ id: randomUUIDv7(), name: `Endpoint of ${tx.merchantId}`, url: 'https://erp.example/hook', createdAt: NOW },
    ...{
      secret: Buffer.from('sealed'),
      previousSecret: null,
      previousSecretUntil: null,
      removedAt: null,
      offSince: null,
    },
  };
  await insertEndpoint(tx, endpoint);
  const webhook = { id: randomUUIDv7(), endpointId: endpoint.id, runId: run.id, customerId, body: tx.merchantId };
  await insertOutgoing(tx, [webhook], NOW);
  await addTags(tx, [{ customerId, tag: `of ${tx.merchantId}` }], NOW);
  await givePoints(tx, [{ id: randomUUIDv7(), customerId, points: 5, reason: `Points of ${tx.merchantId}` }], NOW);
  const note = { id: randomUUIDv7(), customerId, text: `Note of ${tx.merchantId}`, author: definition.name };
  await insertNotes(tx, [note], NOW);
  const decision: DecisionRow = {
    ...{ id: randomUUIDv7(), runId: run.id, step: 0, at: NOW, outcome: 'sent', reason: 'panel', facts: {} },
    ...{ words: `Sent for ${tx.merchantId}.`, messageId: null, webhookId: webhook.id },
  };
  await recordDecisions(tx, [decision]);
  await setTimers(tx, [{ runId: run.id, dueAt: new Date(NOW.getTime() + 1000) }]);
  const span = { from: '21:00', to: '09:00' };
  const week = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
  const settings = { timeZone: 'Europe/Berlin', quiet: span, businessWeek: week, cap: { messages: 3, days: 7 } };
  await saveAutomationSettings(tx, settings, NOW);
  return { rule: { id: ruleId, definition }, run, endpoint, webhook, note, decision, automationSettings: settings };
}
