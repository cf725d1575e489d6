import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedConversation, seedMerchant } from '../testing/merchants.ts';
import { consentsOf, listConsents, type NewConsent, recordConsents } from './consents.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';

describe('the ledger of consents', () => {
  let test: TestDatabase;
  let merchantId: string;
  let customerId: string;
  before(async () => {
    test = await testDatabase();
    merchantId = await seedMerchant(test.appDb);
    ({ customerId } = await inMerchant(tx => seedConversation(tx)));
  });
  after(() => test.drop());

  const inMerchant = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(test.appDb, merchantId, work);
  const fact = (told: Partial<NewConsent> = {}): NewConsent => ({
    id: randomUUIDv7(),
    customerId,
    topic: 'marketing',
    action: 'opt-in',
    source: 'checkbox',
    at: NOW,
    recordedAt: NOW,
    ...told,
  });

  it('keeps a fact that is told again once, by its key', async () => {
    const [first, again] = [fact({ dedupeKey: 'word:1' }), fact({ dedupeKey: 'word:1' })];
    assert.deepEqual(await inMerchant(tx => recordConsents(tx, [first])), [first.id]);
    assert.deepEqual(await inMerchant(tx => recordConsents(tx, [again])), []);
    assert.deepEqual(
      (await inMerchant(tx => listConsents(tx, customerId))).map(({ id }) => id),
      [first.id],
    );
  });

  it('keeps what has no key as often as it is told', async () => {
    const two = [fact(), fact()];
    assert.equal((await inMerchant(tx => recordConsents(tx, two))).length, 2);
  });

  it('answers for many customers at once, and is silent about those who said nothing', async () => {
    const [other, silent] = await inMerchant(async tx => [await seedConversation(tx), await seedConversation(tx)]);
    await inMerchant(tx =>
      recordConsents(tx, [fact({ customerId: other!.customerId, action: 'opt-out', wording: 'stop' })]),
    );
    const found = await inMerchant(tx => consentsOf(tx, [other!.customerId, silent!.customerId]));
    const told = { topic: 'marketing', action: 'opt-out', source: 'checkbox', at: NOW, wording: 'stop' } as const;
    assert.deepEqual([...found], [[other!.customerId, [told]]]);
  });

  it('lists the newest first', async () => {
    const { customerId: one } = await inMerchant(tx => seedConversation(tx));
    const times = [0, 2000, 1000].map(later => new Date(NOW.getTime() + later));
    await inMerchant(tx =>
      recordConsents(
        tx,
        times.map(at => fact({ customerId: one, at })),
      ),
    );
    const listed = await inMerchant(tx => listConsents(tx, one));
    assert.deepEqual(
      listed.map(({ at }) => at.getTime() - NOW.getTime()),
      [2000, 1000, 0],
    );
  });
});
