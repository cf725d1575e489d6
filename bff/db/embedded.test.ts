import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, beforeEach, describe, it } from 'node:test';
import postgres from 'postgres';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';

describe('startEmbeddedPostgres', () => {
  let dataDir: string;
  let server: EmbeddedPostgres | undefined;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'woodex-embedded-'));
    await chmod(dataDir, 0o755);
  });
  beforeEach(async () => {
    await server?.stop();
    server = undefined;
  });
  after(async () => {
    await server?.stop();
    await rm(dataDir, { recursive: true });
  });

  const start = async () => {
    server = await startEmbeddedPostgres({ dataDir, durable: false });
    return server;
  };
  const data = (...names: string[]) => join(dataDir, 'postgres', 'data', ...names);
  const postmaster = async () => Number((await readFile(data('postmaster.pid'), 'utf8')).split('\n')[0]);

  it('gives an owner whom row-level security binds', async () => {
    const { ownerUrl } = await start();
    const [row] = await query(
      ownerUrl,
      `select rolsuper, rolbypassrls, version() like 'PostgreSQL 18%' as v18
      from pg_roles where rolname = current_user`,
    );
    assert.deepEqual({ ...row }, { rolsuper: false, rolbypassrls: false, v18: true });
  });

  it('listens on this machine alone, and not without the password', async () => {
    const { ownerUrl } = await start();
    const [row] = await query(ownerUrl, 'show listen_addresses');
    assert.equal(row?.listen_addresses, '127.0.0.1');
    const wrong = Object.assign(new URL(ownerUrl), { password: 'wrong' });
    await assert.rejects(query(wrong.href, 'select 1'), { code: '28P01' });
  });

  it('refuses a folder that is in use, and keeps what is in it', async () => {
    const first = await start();
    await query(first.ownerUrl, 'create table kept as select 42 as answer');
    await assert.rejects(startEmbeddedPostgres({ dataDir }), {
      name: 'SetupError',
      message: new RegExp(`used by another running WoodEx \\(process ${process.pid}\\)`),
    });
    await first.stop();
    const [row] = await query((await start()).ownerUrl, 'select answer from kept');
    assert.equal(row?.answer, 42);
  });

  it('takes over from a process that was killed', async () => {
    const killed = await startInChild(dataDir);
    await query(killed.ownerUrl, 'create table survivor as select 1 as n');
    const orphan = await postmaster();
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    assert.ok(isAlive(orphan), 'Postgres outlives it');
    const [row] = await query((await start()).ownerUrl, 'select n from survivor');
    assert.equal(row?.n, 1);
    assert.notEqual(await postmaster(), orphan);
  });

  it('recovers when Postgres was killed too', async () => {
    const killed = await startInChild(dataDir);
    await query(killed.ownerUrl, 'create table recovered as select 1 as n');
    const orphan = await postmaster();
    killed.child.kill('SIGKILL');
    process.kill(orphan, 'SIGKILL');
    await once(killed.child, 'exit');
    const [row] = await query((await start()).ownerUrl, 'select n from recovered');
    assert.equal(row?.n, 1);
  });

  it('starts a Postgres that died again, on the same port', async () => {
    const { ownerUrl } = await start();
    const first = await postmaster();
    process.kill(first, 'SIGKILL');
    const answer = () => query(ownerUrl, 'select 1 as n').catch(() => []);
    while ((await answer()).length === 0 || (await postmaster()) === first);
  });

  it('is not fooled by a process id that is somebody else now', async () => {
    await (await start()).stop();
    await writeFile(data('postmaster.pid'), `${process.pid}\n${data()}\n1\n5432\n\n127.0.0.1\n  1 2\nready   \n`);
    await start();
    assert.notEqual(await postmaster(), process.pid);
  });

  it('refuses the files of another major version', async () => {
    const version = await readFile(data('PG_VERSION'), 'utf8');
    await writeFile(data('PG_VERSION'), '12\n');
    await assert.rejects(start(), { name: 'SetupError', message: /made by Postgres 12/ });
    await writeFile(data('PG_VERSION'), version);
  });

  it('names a data folder that cannot be written', async () => {
    const below = join(data('PG_VERSION'), 'folder');
    await assert.rejects(startEmbeddedPostgres({ dataDir: below }), { name: 'SetupError', message: /WOODEX_DATA_DIR/ });
  });

  it('keeps its data outside a folder that only root may enter', { skip: process.getuid?.() !== 0 }, async () => {
    const secret = join(dataDir, 'secret');
    await mkdir(secret, { mode: 0o700 });
    const first = await startEmbeddedPostgres({ dataDir: secret, durable: false });
    await query(first.ownerUrl, 'create table outside as select 1 as n');
    await first.stop();
    const place = (await readFile(join(secret, 'postgres-location'), 'utf8')).trim();
    const second = await startEmbeddedPostgres({ dataDir: secret, durable: false });
    const [row] = await query(second.ownerUrl, 'select n from outside');
    await second.stop();
    await rm(place, { recursive: true });
    assert.equal(row?.n, 1);
    assert.deepEqual(await readdir(secret), ['postgres-location']);
  });
});

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end();
  }
}

async function startInChild(dataDir: string) {
  const script = `import { startEmbeddedPostgres } from ${JSON.stringify(import.meta.resolve('./embedded.ts'))};
    console.log((await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} })).ownerUrl);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) return { child, ownerUrl: line };
  throw new Error('the child did not start');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
