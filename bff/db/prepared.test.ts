import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Database, openDatabase } from './connection.ts';

let server: TestDatabase;
let database: Database;
before(async () => {
  server = await testDatabase();
  // One connection: it is the one whose statements are looked at.
  database = openDatabase(server.appUrl, { max: 1 });
});
after(async () => {
  await database.sql.end();
  await server.drop();
});

/** Statements that this connection keeps planned and that contain `text`. */
async function kept(text: string): Promise<number> {
  const [row] = await database.sql`
    select count(*)::int as n from pg_prepared_statements where position(${text} in statement) > 0`;
  return row?.n as number;
}

it('plans a statement once for a connection, in and out of transactions and savepoints', async () => {
  const { db } = database;
  const ask = (from: Pick<typeof db, 'execute'>, n: number) => from.execute(sql`select ${n}::int + 4711 as sum`);
  await ask(db, 1);
  await db.transaction(async tx => {
    await ask(tx, 2);
    await tx.transaction(nested => ask(nested, 3));
  });
  const rows = await ask(db, 4);
  assert.deepEqual([...rows], [{ sum: 4715 }]);
  assert.equal(await kept('4711'), 1);
});

it('keeps no plan of a statement with a long list, of which there would be as many as lengths', async () => {
  const numbers = Array.from({ length: 41 }, (_, i) => i);
  const list = sql.join(
    numbers.map(n => sql`${n}::int`),
    sql`, `,
  );
  await database.db.execute(sql`select 4712 in (${list})`);
  assert.equal(await kept('4712'), 0);
});

it('rolls a transaction back that throws', async () => {
  await database.db.execute(sql`create temp table kept (n int)`);
  const thrown = new Error('no');
  await assert.rejects(
    database.db.transaction(async tx => {
      await tx.execute(sql`insert into kept values (${1})`);
      throw thrown;
    }),
    thrown,
  );
  assert.equal((await database.db.execute(sql`select n from kept`)).length, 0);
});

const FIVE = sql`select n from generate_series(1, 5) n where n < ${6}::int`;
const five = [1, 2, 3, 4, 5].map(n => ({ n }));

it('gives a result without holes after a statement that failed in the middle of its rows', async () => {
  const { db } = database;
  const failing = () => db.execute(sql`select 1 / (4 - n) from generate_series(1, 5) n where n < ${6}::int`);
  await assert.rejects(failing());
  assert.deepEqual([...(await db.execute(FIVE))], five);
  const [, sent] = await Promise.allSettled([failing(), db.execute(FIVE)]);
  assert.deepEqual(sent.status === 'fulfilled' && [...sent.value], five);
  await assert.rejects(failing());
  const { rows } = await db.transaction(async tx => ({
    rows: await tx.select({ n: sql`n` }).from(sql`generate_series(1, 5) n`),
  }));
  assert.deepEqual(rows, five);
  await assert.rejects(failing());
  const client = (db as typeof db & { $client: typeof database.sql }).$client;
  const told = await client.unsafe('select 1 as n; select n from generate_series(1, 2) n');
  assert.deepEqual(
    told.map(rows => [...(rows as unknown as object[])]),
    [[{ n: 1 }], [{ n: 1 }, { n: 2 }]],
  );
});

it('gives a result without holes on the connection that took the place of one lost in the middle of a result', async () => {
  const { db } = database;
  const lost = db.execute(sql`
    select n, case n when ${3}::int then pg_terminate_backend(pg_backend_pid()) end from generate_series(1, 5) n`);
  await assert.rejects(lost);
  const again = () => db.execute(FIVE);
  // The first statement there may be told the error that ended the old connection once more.
  assert.deepEqual([...(await again().catch(again))], five);
});
