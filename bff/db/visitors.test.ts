import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Furnished, furnishMerchant, NOW, sha256 } from '../testing/merchants.ts';
import { lockConversation } from './conversations.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';
import { mergeConversations } from './merge-conversations.ts';
import { moveCustomer } from './move-customer.ts';
import { findVisitors, hasVisitor, insertVisitor, listValidVisitors, revokeVisitor } from './visitors.ts';

const findVisitor = async (tx: MerchantTx, hash: Buffer) =>
  (await findVisitors(tx, [hash])).get(hash.toString('hex')) ?? null;

describe('visitors', () => {
  let test: TestDatabase;
  let a: Furnished;
  let b: Furnished;
  before(async () => {
    test = await testDatabase();
    a = await furnishMerchant(test.appDb);
    b = await furnishMerchant(test.appDb);
  });
  after(() => test.drop());

  const as = <T>({ merchantId }: Furnished, work: (tx: MerchantTx) => Promise<T>) =>
    withMerchant(test.appDb, merchantId, work);

  it('are who holds the token, with their thread', async () => {
    const found = { id: a.visitorId, ...a.guest, scope: null };
    assert.deepEqual(await as(a, tx => findVisitor(tx, a.tokenHash)), found);
  });

  it('are nobody by an unknown hash, a cut one, an empty one or one of another merchant', async () => {
    const wrong = [sha256('unknown'), a.tokenHash.subarray(0, 31), Buffer.alloc(0), b.tokenHash];
    for (const hash of wrong) assert.equal(await as(a, tx => findVisitor(tx, hash)), null);
  });

  it('may hold the same hash with two merchants and stay themselves', async () => {
    const id = randomUUIDv7();
    await as(b, tx => insertVisitor(tx, { id, customerId: b.guest.customerId, tokenHash: a.tokenHash, now: NOW }));
    assert.equal((await as(a, tx => findVisitor(tx, a.tokenHash)))?.id, a.visitorId);
    assert.equal((await as(b, tx => findVisitor(tx, a.tokenHash)))?.id, id);
  });

  it('keep their token when their guest becomes a customer, and are given the thread that goes on', async () => {
    await as(b, async tx => {
      const [from, into] = [b.guest.conversationId, b.known.conversationId];
      for (const id of [from, into].sort()) await lockConversation(tx, id);
      await mergeConversations(tx, from, into);
      await moveCustomer(tx, b.guest.customerId, b.known.customerId);
    });
    assert.deepEqual(await as(b, tx => findVisitor(tx, b.tokenHash)), { id: b.visitorId, ...b.known, scope: null });
  });

  it('are nobody any more once the token was revoked; others stay', async () => {
    const other = randomUUIDv7();
    const tokenHash = sha256(other);
    await as(a, tx => insertVisitor(tx, { id: other, customerId: a.guest.customerId, tokenHash, now: NOW }));
    await as(a, tx => revokeVisitor(tx, a.visitorId, NOW));
    assert.equal(await as(a, tx => findVisitor(tx, a.tokenHash)), null);
    assert.deepEqual(await as(a, tx => listValidVisitors(tx, [a.visitorId, other])), new Set([other]));
    assert.equal(await as(a, tx => hasVisitor(tx, a.guest.customerId)), true);
    await as(a, tx => revokeVisitor(tx, other, NOW));
    assert.equal(await as(a, tx => hasVisitor(tx, a.guest.customerId)), false);
    assert.deepEqual(await as(a, tx => listValidVisitors(tx, [])), new Set());
  });
});
