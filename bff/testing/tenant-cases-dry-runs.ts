import { randomUUIDv7 } from 'node:crypto';
import { noteBook, pruneBookHistory } from '../db/book-history.ts';
import * as runs from '../db/dry-runs.ts';
import * as beginners from '../db/past-beginners.ts';
import * as facts from '../db/past-facts.ts';
import * as people from '../db/past-people.ts';
import { type Furnished, NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

const LATER = new Date(NOW.getTime() + 1000);
const EARLIER = new Date(NOW.getTime() - 1000);

const personOf = ({ guest, known, visitorId }: Furnished) => [guest.customerId, known.customerId, visitorId];
const threadsOf = ({ guest, known }: Furnished) => [guest.conversationId, known.conversationId];

export const DRY_RUN_CASES: Record<string, TenantCase[]> = {
  noteBook: [
    (tx, _theirs, { order, visitorId }) =>
      noteBook(tx, { kind: 'order', id: order.id, subjectId: visitorId, source: 'api', state: { n: 1 } }, LATER),
  ],
  pruneBookHistory: [
    async (tx, _theirs, { order, visitorId }) => {
      const book = { kind: 'order', id: order.id, subjectId: visitorId, source: 'api', state: { n: 2 } } as const;
      await noteBook(tx, book, LATER);
      return pruneBookHistory(tx, new Date(LATER.getTime() + 1));
    },
  ],
  insertDryRun: [
    (tx, _theirs, { dryRun, agent }) =>
      runs.insertDryRun(tx, {
        ...dryRun,
        id: randomUUIDv7(),
        ruleId: null,
        createdBy: agent.id,
        state: 'done',
        endedAt: NOW,
      }),
  ],
  findDryRun: [(tx, { dryRun }) => runs.findDryRun(tx, dryRun.id)],
  findDryRunUnderWay: [tx => runs.findDryRunUnderWay(tx)],
  listDryRuns: [tx => runs.listDryRuns(tx, {}), (tx, { rule }) => runs.listDryRuns(tx, { ruleId: rule.id })],
  saveDryRunProgress: [
    (tx, { dryRun }) => runs.saveDryRunProgress(tx, dryRun.id, null, { looked: 1, cursor: null, tally: dryRun.tally }),
  ],
  endDryRun: [(tx, { dryRun }) => runs.endDryRun(tx, dryRun.id, 'done', LATER)],
  saveSamples: [
    (tx, { sample }) => runs.saveSamples(tx, [], [sample.id]),
    (tx, { sample }) => runs.saveSamples(tx, [{ ...sample, id: randomUUIDv7() }], []),
  ],
  listSamples: [(tx, { dryRun }) => runs.listSamples(tx, dryRun.id, {})],
  pruneDryRuns: [tx => runs.pruneDryRuns(tx, LATER)],
  findMessagePrices: [async tx => (await runs.findMessagePrices(tx))?.prices],
  saveMessagePrices: [tx => runs.saveMessagePrices(tx, { currency: 'USD', prices: [] }, LATER)],
  // Each counts its own.
  countPeople: [],
  listSigned: [
    tx =>
      beginners.listSigned(tx, null, 100, [
        { sign: 'event', names: null, toldBy: 'anybody', status: null, since: EARLIER, until: null },
        { sign: 'message', since: EARLIER, until: LATER },
        { sign: 'shop-cart', since: EARLIER },
        { sign: 'quote', since: EARLIER, expiresSince: EARLIER },
      ]),
  ],
  countDeeds: [tx => beginners.countDeeds(tx, null, 100, { from: EARLIER, to: LATER })],
  readPastCustomers: [(tx, theirs) => people.readPastCustomers(tx, personOf(theirs))],
  readPastBrowsers: [(tx, theirs) => people.readPastBrowsers(tx, personOf(theirs))],
  readPastMerges: [(tx, theirs) => people.readPastMerges(tx, personOf(theirs))],
  readPastIdentities: [(tx, theirs) => people.readPastIdentities(tx, personOf(theirs))],
  readPastThreads: [(tx, theirs) => people.readPastThreads(tx, personOf(theirs))],
  readPastEvents: [
    (tx, theirs) => facts.readPastEvents(tx, personOf(theirs), { only: null, to: new Date(NOW.getTime() + 1e9) }),
  ],
  readPastMessages: [(tx, theirs) => facts.readPastMessages(tx, threadsOf(theirs))],
  readPastConsents: [(tx, theirs) => facts.readPastConsents(tx, personOf(theirs))],
  readPastAdverts: [],
  readPastRuns: [(tx, theirs) => facts.readPastRuns(tx, personOf(theirs), { since: EARLIER, ruleId: null })],
  readPastTags: [(tx, theirs) => facts.readPastTags(tx, personOf(theirs))],
  readPastPoints: [(tx, theirs) => facts.readPastPoints(tx, personOf(theirs))],
  readWebCarts: [(tx, theirs) => facts.readWebCarts(tx, personOf(theirs))],
  readPastBooks: [(tx, theirs) => facts.readPastBooks(tx, personOf(theirs), EARLIER)],
};
