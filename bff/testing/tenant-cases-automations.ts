import { randomUUIDv7 } from 'node:crypto';
import { listColleagues } from '../db/agents.ts';
import { appendSystemMessages } from '../db/append-system-messages.ts';
import * as facts from '../db/automation-facts.ts';
import { countSteps } from '../db/automation-funnel.ts';
import * as rules from '../db/automation-rules.ts';
import * as list from '../db/automation-run-list.ts';
import * as runs from '../db/automation-runs.ts';
import * as marks from '../db/customer-marks.ts';
import * as enabled from '../db/enabled-rules.ts';
import { markQuoteHolders } from '../db/journey-marks.ts';
import * as timers from '../db/timers.ts';
import { notePanels } from '../db/visitors.ts';
import * as endpoints from '../db/webhook-endpoints.ts';
import * as outbox from '../db/webhook-outbox.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

const LATER = new Date(NOW.getTime() + 5000);

export const AUTOMATION_CASES: Record<string, TenantCase[]> = {
  listColleagues: [tx => listColleagues(tx)],
  notePanels: [(tx, { visitorId }) => notePanels(tx, [visitorId], LATER)],
  markQuoteHolders: [tx => markQuoteHolders(tx, new Date(NOW.getTime() - 1))],
  appendSystemMessages: [
    (tx, { guest }) => {
      const content = { kind: 'text', text: 'Hi' } as const;
      const message = { id: randomUUIDv7(), conversationId: guest.conversationId, channel: 'web', content } as const;
      return appendSystemMessages(tx, [message], NOW);
    },
  ],
  listEnabledRules: [tx => enabled.listEnabledRules(tx)],
  findEnabledVersions: [(tx, { rule }) => enabled.findEnabledVersions(tx, [{ ruleId: rule.id, version: 1 }])],
  listRules: [tx => rules.listRules(tx)],
  findRule: [(tx, { rule }) => rules.findRule(tx, rule.id)],
  lockRule: [(tx, { rule }) => rules.lockRule(tx, rule.id)],
  insertRule: [
    (tx, { agent }, { rule }) =>
      rules.insertRule(tx, {
        id: randomUUIDv7(),
        recipe: null,
        definition: rule.definition,
        createdBy: agent.id,
        now: NOW,
      }),
  ],
  addRuleVersion: [
    (tx, { rule, agent }) =>
      rules.addRuleVersion(tx, {
        ruleId: rule.id,
        version: 3,
        definition: rule.definition,
        createdBy: agent.id,
        now: NOW,
      }),
  ],
  switchRule: [(tx, { rule }) => rules.switchRule(tx, rule.id, false, LATER)],
  listVersions: [(tx, { rule }) => rules.listVersions(tx, rule.id)],
  findVersions: [(tx, { rule }) => rules.findVersions(tx, [rule.id])],
  findAutomationSettings: [tx => rules.findAutomationSettings(tx)],
  saveAutomationSettings: [
    (tx, _theirs, { automationSettings }) =>
      rules.saveAutomationSettings(tx, { ...automationSettings, timeZone: 'Asia/Tokyo' }, LATER),
  ],
  insertRuns: [(tx, { run }) => runs.insertRuns(tx, [{ ...run, id: randomUUIDv7(), scopeKey: 'new' }])],
  findRuns: [(tx, { run }) => runs.findRuns(tx, [run.id])],
  listRunsOf: [(tx, { run }) => runs.listRunsOf(tx, [run.customerId])],
  listAwaitedEvents: [
    async (tx, { run }) => {
      const awaits = { on: 'event', name: 'custom.sample', since: NOW.toISOString() } as const;
      await runs.changeRuns(tx, [{ ...run, awaits }]);
      return runs.listAwaitedEvents(tx, [run.customerId]);
    },
  ],
  changeRuns: [(tx, { run }) => runs.changeRuns(tx, [{ ...run, step: 1 }])],
  recordDecisions: [
    (tx, { run, decision }) =>
      runs.recordDecisions(tx, [{ ...decision, id: randomUUIDv7(), runId: run.id, outcome: 'waiting' }]),
  ],
  forgetRuns: [
    async (tx, { run }) => {
      await runs.changeRuns(tx, [{ ...run, state: 'done', dueAt: null, endedAt: NOW }]);
      return runs.forgetRuns(tx, LATER);
    },
  ],
  runsThatActed: [async (tx, { run }) => [...(await runs.runsThatActed(tx, [run.id]))]],
  newerRuns: [async (tx, { run }) => [...(await runs.newerRuns(tx, [run.id])).values()].map(at => at.toISOString())],
  listRuns: [
    (tx, { rule }) => list.listRuns(tx, { ruleId: rule.id, limit: 10 }).then(({ rows }) => rows),
    (tx, { run }) => list.listRuns(tx, { customers: [run.customerId], limit: 10 }).then(({ rows }) => rows),
  ],
  listDecisions: [(tx, { run }) => list.listDecisions(tx, [run.id])],
  countSteps: [
    async (tx, { rule }) => {
      const which = { ruleId: rule.id, since: new Date(0), countedHours: 168, most: 100 };
      return (await countSteps(tx, which)).steps;
    },
  ],
  countRuns: [tx => list.countRuns(tx, NOW)],
  readBooks: [
    async (tx, { guest, visitorId }) => {
      const books = await facts.readBooks(tx, new Map([[guest.customerId, [visitorId, guest.customerId]]]));
      return [...books.values()].flatMap(({ carts, quotes, orders }) => [...carts, ...quotes, ...orders]);
    },
  ],
  readReach: [(tx, { guest, known }) => facts.readReach(tx, [guest.customerId, known.customerId], new Date(0))],
  currentCustomers: [async (tx, { guest }) => [...(await facts.currentCustomers(tx, [guest.customerId])).values()]],
  lockConversationsOf: [(tx, { guest }) => facts.lockConversationsOf(tx, [guest.customerId])],
  readAwaited: [
    (tx, { guest, visitorId }) => {
      const subjects = new Map([[guest.customerId, [visitorId, guest.customerId]]]);
      return facts.readAwaited(tx, subjects, ['product_viewed'], new Map([[guest.customerId, new Date(0)]]));
    },
  ],
  readTags: [
    async (tx, { guest }) => [
      ...(await facts.readTags(tx, new Map([[guest.customerId, [guest.customerId]]]))).values(),
    ],
  ],
  addTags: [(tx, { guest }) => marks.addTags(tx, [{ customerId: guest.customerId, tag: 'new' }], NOW)],
  removeTag: [
    (tx, { guest, endpoint }) => marks.removeTag(tx, [guest.customerId], endpoint.name.replace('Endpoint ', '')),
  ],
  givePoints: [
    (tx, { guest }) =>
      marks.givePoints(tx, [{ id: randomUUIDv7(), customerId: guest.customerId, points: 1, reason: 'Why' }], NOW),
  ],
  readGivenPoints: [
    async (tx, { guest }) => {
      const given = await marks.readGivenPoints(tx, new Map([[guest.customerId, [guest.customerId]]]));
      return [...given.values()].flat();
    },
  ],
  insertNotes: [(tx, { note }) => marks.insertNotes(tx, [{ ...note, id: randomUUIDv7() }], NOW)],
  listEndpoints: [tx => endpoints.listEndpoints(tx)],
  findEndpoint: [(tx, { endpoint }) => endpoints.findEndpoint(tx, endpoint.id)],
  insertEndpoint: [(tx, _theirs, { endpoint }) => endpoints.insertEndpoint(tx, { ...endpoint, id: randomUUIDv7() })],
  changeEndpoint: [(tx, { endpoint }) => endpoints.changeEndpoint(tx, endpoint.id, { name: 'Another' })],
  findOutgoing: [(tx, { webhook }) => outbox.findOutgoing(tx, webhook.id)],
  insertOutgoing: [(tx, { webhook }) => outbox.insertOutgoing(tx, [{ ...webhook, id: randomUUIDv7() }], NOW)],
  listOutgoing: [(tx, { endpoint }) => outbox.listOutgoing(tx, endpoint.id, 10)],
  noteAttempt: [
    (tx, { webhook }) =>
      outbox.noteAttempt(tx, webhook.id, { state: 'delivered', answer: 'It answered 200.', nextAt: null }, NOW),
  ],
  // The queue holds ids alone, outside row security: whoever has a merchant's transaction is narrowed to it here.
  holdTimers: [],
  setTimers: [(tx, { run }) => timers.setTimers(tx, [{ runId: run.id, dueAt: LATER }])],
  hastenTimers: [(tx, { run }) => timers.hastenTimers(tx, [run.id], NOW)],
  putOffTimer: [(tx, { run }) => timers.putOffTimer(tx, run.id, 1000, NOW).then(() => undefined)],
};
