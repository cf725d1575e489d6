import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setImmediate as tick } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import { startProxy } from '../testing/tcp-proxy.ts';
import { type Database, openDatabase } from './connection.ts';

describe('a transaction whose connection is lost', () => {
  let test: TestDatabase;
  let line: Awaited<ReturnType<typeof startProxy>>;
  let database: Database;
  before(async () => {
    test = await testDatabase();
    line = await startProxy(test.appUrl);
    database = openDatabase(line.through(test.appUrl), { max: 1 });
  });
  after(async () => {
    await database.sql.end({ timeout: 1 });
    await line.down();
    await test.drop();
  });

  /** The network breaks, and is there again. */
  const cut = async () => {
    await line.down();
    await tick();
    await line.up();
  };
  const select = sql`select ${1}::int as one`;
  const works = async () => assert.equal((await database.db.execute(select))[0]?.one, 1);

  it('fails, and no statement of it reaches the connection that comes after', async () => {
    const late = Promise.withResolvers<unknown>();
    const transaction = database.db.transaction(async tx => {
      await tx.execute(select);
      await cut();
      await tx.execute(select).catch(late.resolve);
      // As careless code would.
      await tx.execute(select).catch(() => {});
    });
    await assert.rejects(transaction);
    assert.ok(await late.promise);
    await works();
  });

  it('fails while a statement is under way, whatever is done about its error', async () => {
    const transaction = database.db.transaction(async tx => {
      const slow = tx.execute(sql`select pg_sleep(${5}::float)`).catch(() => {});
      await tick();
      await cut();
      await slow;
      await tx.execute(select).catch(() => {});
      await tx.transaction(inner => inner.execute(select)).catch(() => {});
    });
    await assert.rejects(transaction);
    await works();
  });

  it('fails also when it had nothing more to say', async () => {
    await assert.rejects(
      database.db.transaction(async tx => {
        await tx.execute(select);
        await cut();
      }),
    );
    await works();
  });

  it('fails in a savepoint', async () => {
    await assert.rejects(
      database.db.transaction(tx =>
        tx.transaction(async inner => {
          await inner.execute(select);
          await cut();
          await inner.execute(select);
        }),
      ),
    );
    await works();
  });

  it('fails when the server ended it', async () => {
    const transaction = database.db.transaction(async tx => {
      await tx.execute(sql`select pg_terminate_backend(pg_backend_pid(), ${0}::bigint)`).catch(() => {});
      await tick();
      await tx.execute(select).catch(() => {});
    });
    await assert.rejects(transaction);
    await eventually(() =>
      works().then(
        () => true,
        () => false,
      ),
    );
  });

  it('that the server ended leaves no error to the next one, which has not begun', async () => {
    const gone = database.db.execute(
      sql`select pg_terminate_backend(pg_backend_pid(), ${0}::bigint), pg_sleep(${5}::float)`,
    );
    await assert.rejects(gone);
    let begun = 0;
    await database.db.transaction(async tx => {
      begun += 1;
      assert.equal((await tx.execute(select))[0]?.one, 1);
    });
    assert.equal(begun, 1);
  });
});
