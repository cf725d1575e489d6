import type { CustomerJourney, CustomerRow, Funnel, Merge, TimelineEntry } from '../../contract/journey.ts';
import type { Lead, LeadReason, ScorePreview, ScoreSettings } from '../../contract/lead-score.ts';
import { id, minute } from './samples.ts';

export const REASONS: LeadReason[] = [
  { kind: 'event', name: 'appointment_booked', times: 1, counted: 1, points: 60 },
  { kind: 'event', name: 'quote_viewed', times: 2, counted: 2, points: 20 },
  { kind: 'faded', quietDays: 9, points: -8 },
];

export function customerRow(n: number, changes: Partial<CustomerRow> = {}): CustomerRow {
  return {
    id: id(500 + n),
    kind: 'known',
    fullName: `Customer ${n}`,
    phone: null,
    score: 50,
    stage: 'considering',
    hot: false,
    topReason: REASONS[1]!,
    lastSeenAt: minute(n),
    visits: 3,
    cart: { value: '1240.0000', currency: 'EUR' },
    orders: 0,
    conversationId: null,
    ...changes,
  };
}

/** Something of the shop's pages, at minute `n`. */
export const seen = (
  n: number,
  changes: Partial<Extract<TimelineEntry, { kind: 'event' }>> = {},
): Extract<TimelineEntry, { kind: 'event' }> => ({
  kind: 'event',
  id: id(20_000 + n),
  at: minute(n),
  name: 'page_viewed',
  source: 'web',
  page: { url: `https://shop.test/${n}`, title: `Page ${n}` },
  properties: {},
  ...changes,
});

const lead: Lead = {
  score: 72,
  stage: 'quoted',
  hot: true,
  hotSince: minute(5),
  reasons: REASONS,
  tableVersion: 0,
  scoredAt: minute(9),
};

export const merge: Merge = {
  id: id(700),
  reason: 'signed-identity',
  from: { id: id(701), kind: 'guest', fullName: null, phone: null },
  at: minute(3),
  undoneAt: null,
  undoableUntil: minute(40_000),
};

const items = [{ id: 'oak', name: 'Oak Table', quantity: 1, price: '1240.00' }];

export function journey(n: number, changes: Partial<CustomerJourney> = {}): CustomerJourney {
  const { id: customerId, kind, fullName, phone } = customerRow(n);
  return {
    ...{ id: customerId, kind, fullName, phone },
    identities: [{ kind: 'shop_account', value: 'api:4711' }],
    startedOn: null,
    createdAt: minute(0),
    lead,
    conversationId: id(1),
    firstSeenAt: minute(0),
    lastSeenAt: minute(9),
    visits: 3,
    pageViews: 12,
    page: { url: 'https://shop.test/oak', title: 'Oak Table', at: minute(9), now: true },
    cart: {
      id: id(801),
      source: 'web',
      status: 'open',
      items,
      currency: 'EUR',
      total: '1240.0000',
      url: null,
      checkoutStartedAt: null,
      updatedAt: minute(8),
    },
    quotes: [
      {
        id: id(802),
        source: 'api',
        number: 'Q-17',
        status: 'sent',
        expiring: true,
        items,
        currency: 'EUR',
        total: '1240.0000',
        url: 'https://shop.test/quotes/17',
        expiresAt: minute(9000),
        createdAt: minute(2),
        updatedAt: minute(4),
      },
    ],
    orders: [],
    contacts: [{ kind: 'email', value: 'anna@example.com', source: 'api' }],
    timeZone: 'Europe/Berlin',
    language: 'de',
    tags: [],
    merges: [merge],
    ...changes,
  };
}

export const funnel: Funnel = {
  steps: [
    { stage: 'visitor', reached: 100, lost: 0 },
    { stage: 'engaged', reached: 60, lost: 40 },
    { stage: 'considering', reached: 30, lost: 30 },
    { stage: 'quoted', reached: 12, lost: 18 },
    { stage: 'customer', reached: 6, lost: 6 },
    { stage: 'repeat', reached: 2, lost: 4 },
  ],
  now: [
    { stage: 'visitor', customers: 38 },
    { stage: 'engaged', customers: 30 },
    { stage: 'considering', customers: 16 },
    { stage: 'quoted', customers: 6 },
    { stage: 'customer', customers: 4 },
    { stage: 'repeat', customers: 2 },
    { stage: 'dormant', customers: 4 },
  ],
};

const table = {
  halfLifeDays: 14,
  hotAt: 60,
  points: { page_viewed: { points: 1, atMost: 10 }, quote_viewed: { points: 10, atMost: 3 } },
} as ScoreSettings['table'];

export const scoreSettings = (changes: Partial<ScoreSettings> = {}): ScoreSettings => ({
  table,
  version: 3,
  changedAt: minute(0),
  waiting: 0,
  standard: { ...table, hotAt: 60 },
  ...changes,
});

export const scorePreview: ScorePreview = {
  customers: 40,
  higher: 12,
  lower: 3,
  becomeHot: 4,
  coolDown: 1,
  before: [20, 10, 4, 2, 1, 1, 1, 1, 0, 0],
  after: [18, 9, 4, 2, 1, 1, 2, 2, 1, 0],
  examples: [{ customerId: id(501), fullName: 'Customer 1', from: 40, to: 72, reasons: REASONS }],
};
