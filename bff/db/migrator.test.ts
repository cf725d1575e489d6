import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import postgres from 'postgres';
import { emptyDatabase } from '../testing/database.ts';
import { migrate } from './migrator.ts';

describe('migrate', () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let sql: postgres.Sql;
  let folder: string;

  beforeEach(async () => {
    database = await emptyDatabase();
    sql = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
    folder = await mkdtemp(join(tmpdir(), 'woodex-migrations-'));
    await file('0001_one.sql', 'create table one (id int); grant select on one to :app_role;');
  });
  afterEach(async () => {
    await sql.end();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const file = (name: string, text: string) => writeFile(join(folder, name), text);
  const run = (appRole = 'pg_monitor') => migrate({ ownerUrl: database.ownerUrl, appRole, folder });

  it('applies new files in order, each once', async () => {
    await file('0002_two.sql', 'alter table one add two int;');
    assert.deepEqual(await run(), ['0001_one.sql', '0002_two.sql']);
    await file('0003_three.sql', 'alter table one add three int;');
    assert.deepEqual(await run(), ['0003_three.sql']);
    assert.deepEqual(await run(), []);
  });

  it('applies a file once when several start together', async () => {
    const applied = await Promise.all([run(), run(), run()]);
    assert.deepEqual(applied.flat(), ['0001_one.sql']);
  });

  it('grants to the app role and leaves casts alone', async () => {
    await file(
      '0002_cast.sql',
      "create domain app_role as text; create table cast_it as select 'x'::app_role as value;",
    );
    await run();
    const [row] = await sql`select has_table_privilege('pg_monitor', 'one', 'select') as granted, value from cast_it`;
    assert.deepEqual({ ...row }, { granted: true, value: 'x' });
  });

  it('leaves nothing of a file that fails, and tries it again', async () => {
    await file('0002_bad.sql', 'create table half (id int); select nonsense;');
    await assert.rejects(run(), /0002_bad\.sql failed: .*nonsense/);
    const [row] = await sql`select to_regclass('half') as half`;
    assert.equal(row?.half, null);
    await file('0002_bad.sql', 'create table half (id int);');
    assert.deepEqual(await run(), ['0002_bad.sql']);
  });

  it('refuses a file that was changed afterwards, but not for its line ends', async () => {
    await file('0001_one.sql', 'create table one (\nid int);');
    await run();
    await file('0001_one.sql', 'create table one (\r\nid int);');
    assert.deepEqual(await run(), []);
    await file('0001_one.sql', 'create table one (\nid bigint);');
    await assert.rejects(run(), { name: 'SetupError', message: /0001_one\.sql was changed/ });
  });

  it('refuses a database that is newer than the files', async () => {
    await file('0002_two.sql', 'select 1;');
    await run();
    await rm(join(folder, '0002_two.sql'));
    await assert.rejects(run(), { name: 'SetupError', message: /0002_two\.sql, which this version does not know/ });
  });

  it('refuses a file that comes before one that is applied, and one without a number of its own', async () => {
    await file('0003_three.sql', 'select 1;');
    await run();
    await file('0002_late.sql', 'select 1;');
    await assert.rejects(run(), { name: 'SetupError', message: /0002_late\.sql comes before 0003_three\.sql/ });
    await file('0003_again.sql', 'select 1;');
    await assert.rejects(run(), { name: 'SetupError', message: /a number of its own/ });
  });

  it('outwaits a session that holds a table for a while', async () => {
    await run();
    await file('0002_two.sql', 'alter table one add two int;');
    const holder = await sql.reserve();
    await holder`begin`;
    await holder`lock table one`;
    const migrated = run();
    // It waits, gives up, and by then has not failed.
    await until(async () => (await waiting(sql)) === true);
    await until(async () => (await waiting(sql)) === false);
    await holder`rollback`;
    holder.release();
    assert.deepEqual(await migrated, ['0002_two.sql']);
  });
});

async function waiting(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql`select count(*)::int as n from pg_locks where not granted and relation = 'one'::regclass`;
  return row?.n > 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}
