import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findHoles } from '../testing/catalogue.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { seedMerchant } from '../testing/merchants.ts';
import { insertJourneyEvents, type NewJourneyEvent } from './journey-events.ts';
import { makeJourneyPartitions, monthOf } from './journey-partitions.ts';
import { withMerchant } from './merchant-tx.ts';

const idAt = (at: Date, last: string) => {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-00000000000${last}`;
};

describe('the months of the journey', () => {
  let test: TestDatabase;
  let merchantId: string;
  before(async () => {
    test = await testDatabase();
    merchantId = await seedMerchant(test.appDb);
  });
  after(() => test.drop());

  const event = (at: Date, last: string): NewJourneyEvent => ({
    id: idAt(at, last),
    subjectId: merchantId,
    name: 'page_viewed',
    source: 'web',
    occurredAt: at,
    clientAt: at,
    receivedAt: at,
    page: null,
    properties: {},
  });
  const keep = (...events: NewJourneyEvent[]) =>
    withMerchant(test.appDb, merchantId, tx => insertJourneyEvents(tx, events));
  const placeOf = async (id: string) => {
    const [row] = await test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${merchantId}, true)`;
      return sql`select tableoid::regclass::text as place from customer_journey_events where id = ${id}`;
    });
    return row?.place as string | undefined;
  };

  it('are made ahead once, also by several at once, and leave no hole', async () => {
    const now = new Date('2026-11-30T23:59:59.999Z');
    const options = { ownerUrl: test.ownerUrl, now };
    const made = (await Promise.all([makeJourneyPartitions(options), makeJourneyPartitions(options)])).flat();
    const names = ['2026_10', '2026_11', '2026_12', '2027_01', '2027_02'].map(
      month => `customer_journey_events_${month}`,
    );
    assert.deepEqual(made.sort(), names);
    assert.deepEqual(await makeJourneyPartitions(options), []);
    assert.deepEqual(await findHoles(test.ownerSql, 'woodex_test_app'), []);
  });

  it('begin and end to the millisecond', async () => {
    const last = new Date('2026-11-30T23:59:59.999Z');
    const first = new Date('2026-12-01T00:00:00.000Z');
    await keep(event(last, '1'), event(first, '1'));
    assert.equal(await placeOf(idAt(last, '1')), 'customer_journey_events_2026_11');
    assert.equal(await placeOf(idAt(first, '1')), 'customer_journey_events_2026_12');
  });

  it('take in what waited for them, and a repetition still meets the first', async () => {
    const early = event(new Date('2027-06-15T12:00:00Z'), '2');
    assert.equal((await keep(early)).length, 1);
    assert.equal(await placeOf(early.id), 'customer_journey_events_other');
    await makeJourneyPartitions({ ownerUrl: test.ownerUrl, now: new Date('2027-05-01T00:00:00Z') });
    assert.equal(await placeOf(early.id), 'customer_journey_events_2027_06');
    assert.deepEqual(await keep(early), []);
    assert.deepEqual(await findHoles(test.ownerSql, 'woodex_test_app'), []);
  });

  it('have one range after the other', () => {
    const now = new Date('2026-01-31T12:00:00Z');
    assert.equal(monthOf(now, 0).to, monthOf(now, 1).from);
    assert.equal(monthOf(now, 1).name, 'customer_journey_events_2026_02');
    assert.equal(monthOf(now, -1).name, 'customer_journey_events_2025_12');
  });
});
