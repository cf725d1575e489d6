import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { furnishMerchant } from '../testing/merchants.ts';
import { type Database, openDatabase } from './connection.ts';
import { ask } from './one-statement.ts';

describe('a statement in a place of its own', () => {
  let test: TestDatabase;
  let database: Database;
  let mine: string;
  let theirs: string;
  before(async () => {
    test = await testDatabase();
    database = openDatabase(test.appUrl, { max: 3 });
    mine = (await furnishMerchant(test.appDb)).merchantId;
    theirs = (await furnishMerchant(test.appDb)).merchantId;
  });
  after(async () => {
    await database.sql.end();
    await test.drop();
  });

  const merchants = (merchantId: string) =>
    ask<{ merchant_id: string }>({ db: database.db, merchantId: merchantId }, sql`select merchant_id from merchants`);
  const addGuest = (merchantId: string, id: string, kind = 'guest') =>
    ask(
      { db: database.db, merchantId: merchantId },
      sql`insert into customers (merchant_id, id, kind, created_at)
          values (${merchantId}::uuid, ${id}::uuid, ${kind}::text, now()) returning id`,
    );
  const isThere = async (id: string) =>
    (await ask({ db: database.db, merchantId: mine }, sql`select id from customers where id = ${id}::uuid`)).length ===
    1;

  it('shows this merchant alone, however many ask at once on however few connections', async () => {
    const asked = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? mine : theirs));
    const seen = await Promise.all(asked.map(merchants));
    assert.deepEqual(
      seen,
      asked.map(merchant_id => [{ merchant_id }]),
    );
  });

  it('keeps what was written, and leaves no connection narrowed', async () => {
    const id = randomUUIDv7();
    await addGuest(mine, id);
    assert.ok(await isThere(id));
    const open = await Promise.all(Array.from({ length: 6 }, () => database.sql`select * from customers`));
    assert.deepEqual(
      open.map(rows => rows.length),
      [0, 0, 0, 0, 0, 0],
    );
  });

  it('keeps nothing of what fails, and throws why', async () => {
    const [id, other] = [randomUUIDv7(), randomUUIDv7()];
    await assert.rejects(addGuest(mine, id, 'nobody'), { code: '23514' });
    await assert.rejects(
      ask(
        { db: database.db, merchantId: mine },
        sql`insert into customers (merchant_id, id, kind, created_at) values (${theirs}::uuid, ${other}::uuid, 'guest', now())`,
      ),
      { code: '42501' },
    );
    assert.equal(await isThere(id), false);
    await addGuest(mine, id);
    assert.ok(await isThere(id));
  });

  it('plans a statement once for a connection', async () => {
    const askFor = () => ask<{ n: number }>({ db: database.db, merchantId: mine }, sql`select ${'4713'}::int + 1 as n`);
    assert.deepEqual(await Promise.all(Array.from({ length: 30 }, askFor)), Array(30).fill([{ n: 4714 }]));
    const kept = await Promise.all(
      Array.from(
        { length: 12 },
        () => database.sql<
          { n: number }[]
        >`select count(*)::int as n from pg_prepared_statements where name like 'one_%'
        and statement like '%::int + 1 as n%'`,
      ),
    );
    for (const [row] of kept) assert.ok(row!.n <= 1, `${row!.n} plans`);
  });

  for (const text of ["'; drop table customers; --", '\\', '$1', '$$', 'é 🛋 "x"', "''", '']) {
    it(`takes ${JSON.stringify(text)} as a text`, async () => {
      assert.deepEqual(await ask({ db: database.db, merchantId: mine }, sql`select ${text}::text as said`), [
        { said: text },
      ]);
    });
  }

  it('takes nothing but texts', async () => {
    await assert.rejects(ask({ db: database.db, merchantId: mine }, sql`select ${1}::int`), TypeError);
  });
});
