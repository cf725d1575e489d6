import { randomUUIDv7 } from 'node:crypto';
import { showInInbox } from '../db/conversations.ts';
import * as journeys from '../db/customer-journeys.ts';
import { insertBrowserEvents, insertJourneyEvents } from '../db/journey-events.ts';
import * as facts from '../db/journey-facts.ts';
import * as marks from '../db/journey-marks.ts';
import { markJourneys, subjectsOf } from '../db/journey-marks.ts';
import * as summaries from '../db/journey-summaries.ts';
import * as scores from '../db/lead-scores.ts';
import * as visitors from '../db/visitors.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

export const JOURNEY_CASES: Record<string, TenantCase[]> = {
  insertJourneyEvents: [
    (tx, { event }, { visitorId }) => insertJourneyEvents(tx, [{ ...event, id: randomUUIDv7(), subjectId: visitorId }]),
  ],
  insertBrowserEvents: [
    async (tx, { tokenHash, event }) => {
      const hash = tokenHash.toString('hex');
      const told = { ...event, id: randomUUIDv7(), tokenHash: hash };
      return [...(await insertBrowserEvents(tx, [hash], [told])).browsers.values()];
    },
  ],
  listScoreTables: [tx => scores.listScoreTables(tx)],
  markJourneys: [(tx, _theirs, { visitorId }) => markJourneys(tx, [visitorId], NOW)],
  findJourneyVisitors: [
    async (tx, { tokenHash }) => [...(await visitors.findJourneyVisitors(tx, [tokenHash.toString('hex')])).values()],
  ],
  // It locks numbers, not rows.
  lockNewTokens: [],
  insertBrowsers: [
    tx => {
      const ids = { id: randomUUIDv7(), customerId: randomUUIDv7(), tokenHash: randomUUIDv7().replaceAll('-', '') };
      return visitors.insertBrowsers(tx, [{ ...ids, consent: 'granted', timeZone: null, language: null, now: NOW }]);
    },
  ],
  saveJourneySettings: [
    (tx, { visitorId }) =>
      visitors.saveJourneySettings(tx, visitorId, { consent: 'granted', timeZone: 'Asia/Tokyo', language: 'ja' }, NOW),
  ],
  // The queue holds ids alone, outside row security.
  takeMarks: [],
  putAsideOldest: [tx => marks.putAsideOldest(tx, 'event', new Date(NOW.getTime() + 1))],
  markEverybody: [tx => marks.markEverybody(tx, NOW)],
  markDue: [tx => marks.markDue(tx, NOW, 10)],
  customersOfSubjects: [(tx, { visitorId, known }) => marks.customersOfSubjects(tx, [visitorId, known.customerId])],
  readEvents: [
    (tx, { visitorId, guest }) => facts.readEvents(tx, new Map([[guest.customerId, [visitorId, guest.customerId]]])),
  ],
  readWritten: [(tx, { guest }) => facts.readWritten(tx, new Map([[guest.customerId, [guest.customerId]]]))],
  findSummaries: [
    async (tx, { summary }) => [...(await summaries.findSummaries(tx, [summary.customerId], summary.basis)).values()],
  ],
  saveSummaries: [(tx, { summary }) => summaries.saveSummaries(tx, [{ ...summary, basis: 'another' }])],
  removeSummaries: [(tx, { summary }) => summaries.removeSummaries(tx, [summary.customerId])],
  readCommerceFacts: [
    async (tx, { guest, visitorId }) => {
      const read = await facts.readCommerceFacts(tx, new Map([[guest.customerId, [visitorId]]]));
      return [...read.values()].flatMap(({ orders, quotes }) => [...orders, ...quotes]);
    },
  ],
  lockCustomers: [(tx, { guest }) => journeys.lockCustomers(tx, [guest.customerId])],
  findJourneys: [async (tx, { guest }) => [...(await journeys.findJourneys(tx, [guest.customerId])).values()]],
  saveJourneys: [
    (tx, { guest, journey }) => journeys.saveJourneys(tx, [{ ...journey, customerId: guest.customerId, score: 1 }]),
  ],
  removeJourneys: [(tx, { guest }) => journeys.removeJourneys(tx, [guest.customerId])],
  recordScoreChanges: [
    (tx, { scoreChange }) => journeys.recordScoreChanges(tx, [{ ...scoreChange, id: randomUUIDv7() }]),
  ],
  lastToldScores: [async (tx, { guest }) => [...(await journeys.lastToldScores(tx, [guest.customerId])).values()]],
  saveWebCarts: [
    (tx, { webCart }, { visitorId: subjectId, webCart: { externalId } }) =>
      journeys.saveWebCarts(tx, [{ ...webCart, id: randomUUIDv7(), subjectId, externalId, total: '1.00' }]),
  ],
  findScoreTable: [tx => scores.findScoreTable(tx)],
  insertScoreTable: [
    (tx, { agent }, own) =>
      scores.insertScoreTable(tx, { table: own.scoreTable, version: 7, agentId: agent.id, now: NOW }),
  ],
  countScoredOtherwise: [async tx => (await scores.countScoredOtherwise(tx, 99)) || null],
  listSeenSince: [tx => scores.listSeenSince(tx, { since: new Date(0), after: null, limit: 10 })],
  showInInbox: [(tx, { guest }) => showInInbox(tx, guest.conversationId, new Date(NOW.getTime() + 9))],
  subjectsOf: [
    async (tx, { known }) => [...(await subjectsOf(tx, [known.customerId])).values()].flat(),
    async (tx, { guest }) => [...(await subjectsOf(tx, [guest.customerId])).values()].flat(),
  ],
};
