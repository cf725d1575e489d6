import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findConversationOfCustomer } from '../db/conversations.ts';
import { findCurrentCustomer, insertCustomer, lockCurrentCustomers } from '../db/customers.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { insertVisitor } from '../db/visitors.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedConversation, seedMerchant, seedMessage, sha256 } from '../testing/merchants.ts';
import { mergeCustomers } from './merge-customers.ts';

let test: TestDatabase;
let merchantId: string;
const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(test.appDb, merchantId, work);
const merge = (from: string, into: string, sees: 'what-comes' | 'nothing' = 'what-comes') =>
  as(tx => mergeCustomers(tx, { from, into, reason: 'order-of-record', evidence: {}, sees, now: NOW }));
const current = (id: string) => as(async tx => (await findCurrentCustomer(tx, id))?.id);
const merges = () => as(tx => tx.execute('select from customer_merges')).then(rows => rows.length);

/** A customer with a browser, and unless it is silent a thread with one message. */
const person = (isSilent = false) =>
  as(async tx => {
    const id = randomUUIDv7();
    const customerId = isSilent ? id : (await seedConversation(tx)).customerId;
    if (isSilent) await insertCustomer(tx, { id, kind: 'guest', now: NOW });
    else await seedMessage(tx, (await findConversationOfCustomer(tx, customerId))!.id, { text: customerId });
    await insertVisitor(tx, { id: randomUUIDv7(), customerId, tokenHash: sha256(customerId), now: NOW });
    return customerId;
  });

before(async () => {
  test = await testDatabase();
});
after(() => test.drop());
beforeEach(async () => {
  merchantId = await seedMerchant(test.appDb);
});

describe('mergeCustomers', () => {
  it('makes one of two however often it is asked, and records it once', async () => {
    const [a, b] = [await person(), await person()];
    assert.equal((await merge(a, b)).length, 2);
    for (const [from, into] of [
      [a, b],
      [b, a],
      [a, a],
    ] as const)
      assert.deepEqual(await merge(from, into), []);
    assert.equal(await merges(), 1);
    assert.equal(await current(a), b);
  });

  it('neither deadlocks nor loses a message when many merge the same people at once, in all directions', async () => {
    for (let round = 0; round < 6; round++) {
      const people = await Promise.all([person(), person(), person(true), person()]);
      const before = await merges();
      const pairs = people.flatMap(from => people.map(into => [from, into] as const));
      const done = await Promise.allSettled(pairs.map(([from, into]) => merge(from, into)));
      assert.deepEqual(
        done.filter(({ status }) => status === 'rejected'),
        [],
      );
      assert.equal(new Set(await Promise.all(people.map(current))).size, 1);
      assert.equal((await merges()) - before, people.length - 1);
      const [row] = await as(tx =>
        tx.execute<{ n: number; of: number; max: number }>(`
          select count(*)::int as n, count(distinct conversation_id)::int as of, max(position)::int as max
          from whatsapp_messages where content->>'text' = any('{${people.join(',')}}')`),
      );
      assert.deepEqual({ ...row }, { n: 3, of: 1, max: 3 });
    }
  });

  it('flattens a chain: whoever became part of one before is part of the last one', async () => {
    const [a, b, c] = [await person(), await person(), await person()];
    await merge(a, b);
    await merge(b, c);
    const rows = await as(tx =>
      tx.execute<{ merged_into: string }>('select merged_into from customers where merged_into is not null'),
    );
    assert.deepEqual(
      rows.map(row => row.merged_into),
      [c, c],
    );
  });

  it('does not show a browser nothing by taking its conversation away: who talks already stays apart', async () => {
    const [talking, other] = [await person(), await person()];
    assert.deepEqual(await merge(talking, other, 'nothing'), []);
    assert.equal(await current(talking), talking);
    const silent = await person(true);
    await merge(silent, other, 'nothing');
    const [browser] = await as(tx =>
      tx.execute<{ may_chat: boolean; customer_id: string }>(
        `select may_chat, customer_id from visitors where token_hash = '\\x${sha256(silent).toString('hex')}'`,
      ),
    );
    assert.deepEqual({ ...browser }, { may_chat: false, customer_id: other });
  });

  it('locks in one order, whoever names them in whatever order, while one of them moves', async () => {
    const [a, b, c] = [await person(), await person(), await person()];
    const held = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const moving = as(async tx => {
      await mergeCustomers(tx, {
        from: a,
        into: c,
        reason: 'order-of-record',
        evidence: {},
        sees: 'what-comes',
        now: NOW,
      });
      held.resolve();
      await release.promise;
    });
    await held.promise;
    const waiting = [as(tx => lockCurrentCustomers(tx, [a, b])), as(tx => lockCurrentCustomers(tx, [b, a]))];
    release.resolve();
    await moving;
    assert.deepEqual(await Promise.all(waiting), [
      [c, b],
      [b, c],
    ]);
  });
});
