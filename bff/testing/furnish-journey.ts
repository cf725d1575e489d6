import { randomUUIDv7 } from 'node:crypto';
import {
  type JourneyRow,
  recordScoreChanges,
  type ScoreChangeRow,
  saveJourneys,
  saveWebCarts,
  type WebCartRow,
} from '../db/customer-journeys.ts';
import { insertJourneyEvents, type NewJourneyEvent } from '../db/journey-events.ts';
import { type SummaryRow, saveSummaries } from '../db/journey-summaries.ts';
import { insertScoreTable } from '../db/lead-scores.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { saveJourneySettings } from '../db/visitors.ts';
import { emptySummary } from '../domain/journey-summary.ts';
import { STANDARD_TABLE } from '../domain/lead-score.ts';
import { NOW } from './merchants.ts';

type Who = { visitorId: string; customerId: string; agentId: string };

/** Rows in every table of the journey. */
export async function furnishJourney(tx: MerchantTx, { visitorId, customerId, agentId }: Who) {
  const event: NewJourneyEvent = {
    id: randomUUIDv7(),
    subjectId: visitorId,
    name: 'product_viewed',
    source: 'web',
    occurredAt: NOW,
    clientAt: NOW,
    receivedAt: NOW,
    page: { url: `https://shop.example/${tx.merchantId}`, title: 'Oak table' },
    properties: { items: [{ id: 'oak-table', name: 'Oak table' }] },
  };
  await insertJourneyEvents(tx, [event]);
  await saveJourneySettings(tx, visitorId, { consent: 'granted', timeZone: 'Europe/Berlin', language: 'de' }, NOW);
  const journey: JourneyRow = {
    customerId,
    stage: 'engaged',
    furthestStage: 'engaged',
    score: 20,
    reasons: [],
    tableVersion: 0,
    isHot: false,
    hotSince: null,
    scoredAt: NOW,
    rescoreAt: NOW,
    firstSeenAt: NOW,
    lastSeenAt: NOW,
    visits: 1,
    pageViews: 1,
    pageUrl: null,
    pageTitle: null,
    pageAt: null,
    cartTotal: null,
    cartCurrency: null,
    orders: 0,
  };
  await saveJourneys(tx, [journey]);
  const summary: SummaryRow = { customerId, basis: 'one', subjects: [visitorId], summary: emptySummary() };
  await saveSummaries(tx, [summary]);
  const scoreChange: ScoreChangeRow = {
    id: randomUUIDv7(),
    customerId,
    scoreFrom: 0,
    scoreTo: 20,
    stageFrom: null,
    stageTo: 'engaged',
    becameHot: false,
    reasons: [],
    createdAt: NOW,
  };
  await recordScoreChanges(tx, [scoreChange]);
  await insertScoreTable(tx, { table: STANDARD_TABLE, version: 1, agentId, now: NOW });
  const webCart: WebCartRow = {
    id: randomUUIDv7(),
    subjectId: visitorId,
    externalId: event.id,
    status: 'open',
    items: [{ id: 'oak-table', name: 'Oak table', quantity: 1 }],
    currency: 'EUR',
    total: '1240.00',
    checkoutStartedAt: null,
    createdAt: NOW,
    updatedAt: NOW,
  };
  await saveWebCarts(tx, [webCart]);
  return { event, journey, summary, scoreChange, webCart, scoreTable: STANDARD_TABLE };
}
