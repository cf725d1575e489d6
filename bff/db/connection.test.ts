import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql as raw } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import { startStartingServer } from '../testing/starting-server.ts';
import { startSwitch } from '../testing/switch.ts';
import { openDatabase } from './connection.ts';

describe('openDatabase', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  it('reads int8 as a number, timestamptz as a Date, date and uuid as text', async () => {
    const when = new Date('2026-03-10T12:00:00.123Z');
    const id = '01900000-0000-7000-8000-000000000001';
    const [row] = await test.appSql`select 9007199254740991::int8 as big, ${when}::timestamptz as "when",
      '2026-03-10'::date as day, ${id}::uuid as id`;
    assert.deepEqual({ ...row }, { big: Number.MAX_SAFE_INTEGER, when, day: '2026-03-10', id });
    assert.deepEqual(
      [...(await test.appDb.execute(raw`select ${when.toISOString()}::timestamptz as t`))],
      [{ t: when }],
    );
  });

  it('takes JSON values in plain SQL', async () => {
    const [row] = await test.appSql`select ${test.appSql.json({ a: [1, 'x'] })}::jsonb as value`;
    assert.deepEqual(row?.value, { a: [1, 'x'] });
  });

  it('bounds what a session may do', async () => {
    const [row] = await test.appSql`select current_setting('statement_timeout') as statement,
      current_setting('lock_timeout') as lock, current_setting('idle_in_transaction_session_timeout') as idle,
      current_setting('TimeZone') as zone, current_setting('application_name') as name`;
    assert.deepEqual({ ...row }, { statement: '10s', lock: '5s', idle: '10s', zone: 'UTC', name: 'woodex' });
  });

  it('has nothing compiled, and no processes started, for what it asks', async () => {
    const [row] = await test.appSql`select current_setting('jit') as jit,
      current_setting('max_parallel_workers_per_gather') as workers`;
    assert.deepEqual({ ...row }, { jit: 'off', workers: '0' });
  });

  it('replaces a connection that the server ended', async () => {
    const [before] = await test.appSql`select pg_backend_pid() as pid`;
    // The app's role may end its own sessions.
    await test.appSql`select pg_terminate_backend(pid) from pg_stat_activity
      where usename = current_user and datname = current_database()`.catch(() => undefined);
    const [after] = await test.appSql`select pg_backend_pid() as pid`;
    assert.notEqual(after?.pid, before?.pid);
  });

  it('reads and writes arrays, and asks nobody which types they are', async () => {
    const { sql } = openDatabase(test.appUrl, { max: 1 });
    const texts = ['plain', 'a "quoted" word', 'back\\slash', 'a, b', '', '{}', 'null', 'ü 🛋'];
    const ids = ['0197a5c2-0000-7000-8000-000000000001'];
    const [row] = await sql`
      select ${texts}::text[] as texts, ${ids}::uuid[] as ids, ${[1, -2]}::int[] as ints, ${[3]}::int8[] as bigints,
        array[true, false] as booleans, ${[0.5]}::float8[] as doubles, ${[]}::text[] as none, array['a', null] as holes,
        array[['a', 'b'], ['c', 'd']] as nested`;
    assert.deepEqual(
      { ...row },
      {
        ...{ texts, ids, ints: [1, -2], bigints: [3], booleans: [true, false], doubles: [0.5], none: [] },
        ...{
          holes: ['a', null],
          nested: [
            ['a', 'b'],
            ['c', 'd'],
          ],
        },
      },
    );
    assert.equal(sql.options.fetch_types, false);
    await sql.end();
  });

  it('asks a server that is starting a few times a second, however much waits', { timeout: 20_000 }, async t => {
    const server = await startStartingServer();
    const { sql } = openDatabase(server.url, { max: 20 });
    t.after(() => Promise.all([sql.end({ timeout: 0 }), server.close()]));
    const end = performance.now() + 1_000;
    const ask = async () => {
      while (performance.now() < end) await sql`select 1`.catch(({ code }) => assert.equal(code, '57P03'));
    };
    await Promise.all(Array.from({ length: 40 }, ask));
    assert.ok(server.asked() <= 120, `${server.asked()} times`);
  });

  it('does the same for connections that were lost while they were asked something', { timeout: 20_000 }, async t => {
    const [server, proxy] = [await startStartingServer(), await startSwitch(test.appUrl)];
    const { sql } = openDatabase(proxy.url, { max: 4 });
    t.after(() => Promise.all([sql.end({ timeout: 0 }), proxy.close(), server.close()]));
    const lost = Array.from({ length: 4 }, () => sql`select pg_sleep(4)`.catch(({ code }) => code));
    const sleeping = async () => {
      const [row] = await test.appSql`select count(*)::int as n from pg_stat_activity where wait_event = 'PgSleep'`;
      return row!.n >= 4;
    };
    await eventually(sleeping);
    proxy.leadTo(server.url);
    assert.deepEqual(new Set(await Promise.all(lost)), new Set(['CONNECTION_CLOSED']));
    const asked = Array.from({ length: 4 }, () => sql`select 1`.catch(() => {}));
    await sleep(1_000);
    assert.ok(server.asked() > 0 && server.asked() <= 16, `${server.asked()} times`);
    proxy.leadTo(test.appUrl);
    await Promise.all(asked);
    assert.equal((await sql`select 1 as one`)[0]!.one, 1);
  });
});
