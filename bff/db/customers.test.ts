import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { asOwner } from '../testing/planting.ts';
import {
  addIdentities,
  findCustomersByIdentity,
  insertCustomer,
  listIdentities,
  lockCurrentCustomer,
  lockIdentities,
  markCustomerKnown,
  type NewIdentity,
} from './customers.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';
import { moveCustomer } from './move-customer.ts';

let test: TestDatabase;
let merchantId: string;

const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(test.appDb, merchantId, work);
const phone = (value: string, matchKey = value): NewIdentity => ({
  id: randomUUIDv7(),
  kind: 'wa_id',
  value,
  matchKey,
});
const bsuid = (value: string): NewIdentity => ({ id: randomUUIDv7(), kind: 'bsuid', value, matchKey: null });

const customer = (...identities: NewIdentity[]) =>
  as(async tx => {
    const id = randomUUIDv7();
    await insertCustomer(tx, { id, kind: 'guest', now: NOW });
    await addIdentities(tx, id, identities, NOW);
    return id;
  });

before(async () => {
  test = await testDatabase();
});
after(() => test.drop());
beforeEach(async () => {
  merchantId = await seedMerchant(test.appDb);
});

describe('findCustomersByIdentity', () => {
  it('looks at nobody but who is meant, however many there are', async () => {
    const [one] = await Promise.all([customer(phone('4915100000001'), bsuid('DE.1')), customer(bsuid('DE.2'))]);
    await asOwner(test.ownerSql, merchantId, async tx => {
      await tx`insert into customer_identities (merchant_id, id, customer_id, kind, value, created_at)
        select ${merchantId}, gen_random_uuid(), ${one}, kinds.kind, 'n' || n, ${NOW}
        from generate_series(1, 5000) n, (values ('wa_id'), ('bsuid')) kinds (kind)`;
    });
    await test.ownerSql`analyze customer_identities`;
    const [found, read] = await as(async tx => [
      await findCustomersByIdentity(tx, [phone('4915100000001'), bsuid('DE.1')]),
      await tx.execute<{ n: number }>(sql`select (seq_tup_read + idx_tup_fetch)::int as n
        from pg_stat_xact_user_tables where relname = 'customer_identities'`),
    ]);
    assert.deepEqual(found, [{ customerId: one, exact: true }]);
    assert.ok(read[0]!.n < 100, `${read[0]!.n} rows were read`);
  });

  it('gives who has the very value before who has the same phone in another form', async () => {
    const without9 = await customer(phone('551187654321', 'br:1187654321'));
    const with9 = await customer(phone('5511987654321', 'br:1187654321'));
    const find = (identity: NewIdentity) => as(tx => findCustomersByIdentity(tx, [identity]));
    assert.deepEqual(await find(phone('5511987654321', 'br:1187654321')), [
      { customerId: with9, exact: true },
      { customerId: without9, exact: false },
    ]);
    assert.deepEqual(await find(phone('551187654321', 'br:1187654321')), [
      { customerId: without9, exact: true },
      { customerId: with9, exact: false },
    ]);
    const other = await find(phone('55011987654321', 'br:1187654321'));
    assert.deepEqual(
      other.map(({ exact }) => exact),
      [false, false],
    );
  });

  it('gives a customer once, exact when any identity is', async () => {
    const id = await customer(phone('5511987654321', 'br:1187654321'), bsuid('US.1'));
    const found = await as(tx => findCustomersByIdentity(tx, [phone('551187654321', 'br:1187654321'), bsuid('US.1')]));
    assert.deepEqual(found, [{ customerId: id, exact: true }]);
  });

  it('keeps the kinds apart, and finds nobody for nothing', async () => {
    await customer(bsuid('4915123'));
    assert.deepEqual(await as(tx => findCustomersByIdentity(tx, [phone('4915123')])), []);
    assert.deepEqual(await as(tx => findCustomersByIdentity(tx, [])), []);
  });
});

describe('identities', () => {
  it('stay with the customer who has them', async () => {
    const first = await customer(phone('4915123'));
    const second = await customer(phone('4915123'), bsuid('DE.9'));
    assert.deepEqual(await as(tx => listIdentities(tx, first)), [{ kind: 'wa_id', value: '4915123' }]);
    assert.deepEqual(await as(tx => listIdentities(tx, second)), [{ kind: 'bsuid', value: 'DE.9' }]);
  });
});

describe('lockCurrentCustomer', () => {
  it('follows merges to the end', async () => {
    const [a, b, c] = [await customer(phone('1')), await customer(phone('2')), await customer()];
    assert.equal(await as(tx => lockCurrentCustomer(tx, a)), a);
    await as(tx => moveCustomer(tx, a, b));
    await as(tx => moveCustomer(tx, b, c));
    for (const id of [a, b, c]) assert.equal(await as(tx => lockCurrentCustomer(tx, id)), c);
    assert.equal((await as(tx => listIdentities(tx, c))).length, 2, 'their identities came along');
    assert.deepEqual(await as(tx => listIdentities(tx, a)), []);
  });
});

describe('markCustomerKnown', () => {
  it('changes what is proven and leaves the rest', async () => {
    const id = await customer();
    const read = async () => {
      const rows = await as(tx => tx.execute(`select kind, full_name, phone from customers where id = '${id}'`));
      return { ...rows[0] };
    };
    await as(tx => markCustomerKnown(tx, id, { phone: '+49 1' }));
    assert.deepEqual(await read(), { kind: 'known', full_name: null, phone: '+49 1' });
    await as(tx => markCustomerKnown(tx, id, { fullName: 'Grete' }));
    assert.deepEqual(await read(), { kind: 'known', full_name: 'Grete', phone: '+49 1' });
  });
});

describe('lockIdentities', () => {
  const order: string[] = [];
  /** Locks, says that it has, and holds until it is let go. */
  function hold(name: string, identities: NewIdentity[], merchant = merchantId) {
    const locked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const done = withMerchant(test.appDb, merchant, async tx => {
      await lockIdentities(tx, identities);
      order.push(name);
      locked.resolve();
      await release.promise;
    });
    return { locked: locked.promise, release: release.resolve, done };
  }
  const waiting = async () => {
    const [row] = await test.ownerSql<{ n: number }[]>`select count(*)::int as n from pg_locks
      where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`;
    return row!.n;
  };

  it('lets one of two messages of the same new person wait for the other, whichever identity they share', async () => {
    order.length = 0;
    const first = hold('first', [phone('551187654321', 'br:1'), bsuid('BR.1')]);
    await first.locked;
    const second = hold('second', [bsuid('BR.1')]);
    const third = hold('third', [phone('5511987654321', 'br:1')]);
    while ((await waiting()) < 2);
    assert.deepEqual(order, ['first']);
    for (const { release } of [first, second, third]) release();
    await Promise.all([first.done, second.done, third.done]);
    assert.equal(order.length, 3);
  });

  it('lets strangers and other merchants pass', async () => {
    const first = hold('first', [phone('1')]);
    await first.locked;
    for (const passing of [hold('stranger', [phone('2')]), hold('elsewhere', [phone('1')], randomUUIDv7())]) {
      passing.release();
      await passing.done;
    }
    first.release();
    await first.done;
  });

  it('does not deadlock on the order in which identities are named', async () => {
    const [a, b] = [phone('a'), phone('b')];
    const rounds = Array.from({ length: 40 }, (_, n) => as(tx => lockIdentities(tx, n % 2 ? [a, b] : [b, a])));
    await Promise.all(rounds);
  });
});
