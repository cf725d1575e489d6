import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { publicKeyOf } from '../security/public-key.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

describe('the server as a process', () => {
  let test: TestDatabase;
  let dataDir: string;
  let env: Record<string, string>;
  const children: ChildProcess[] = [];
  before(async () => {
    test = await testDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'woodex-main-'));
    env = {
      PATH: process.env.PATH ?? '',
      WOODEX_PORT: '0',
      WOODEX_DATA_DIR: dataDir,
      WOODEX_SECRET: randomBytes(32).toString('base64'),
      DATABASE_URL: test.ownerUrl,
      DATABASE_APP_URL: test.appUrl,
    };
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await test.drop();
    await rm(dataDir, { recursive: true });
  });

  /** Runs it to its end. */
  async function run(more: Record<string, string>) {
    const child = start(more);
    const output = { out: '', err: '' };
    child.stdout!.on('data', chunk => (output.out += chunk));
    child.stderr!.on('data', chunk => (output.err += chunk));
    const [code] = await once(child, 'close');
    return { code, ...output };
  }
  function start(more: Record<string, string> = {}): ChildProcess {
    const child = spawn(process.execPath, [MAIN], { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  }

  async function takenPort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return { server, port: typeof address === 'object' ? String(address!.port) : '' };
  }

  it('ends with code 1 and one line for each bad setting', async () => {
    const { code, err } = await run({ WOODEX_PORT: 'x', WOODEX_LOG_LEVEL: 'loud' });
    assert.equal(code, 1);
    assert.match(err, /^WOODEX_PORT: [^\n]+\nWOODEX_LOG_LEVEL: [^\n]+\n$/);
  });

  it('ends with code 1 and one line when its port is taken', async () => {
    const { server, port } = await takenPort();
    const { code, err } = await run({ WOODEX_PORT: port });
    server.close();
    assert.equal(code, 1);
    assert.match(err, new RegExp(`^Port ${port} is taken[^\\n]+WOODEX_PORT[^\\n]+\\n$`));
  });

  it('ends with code 1 and one line when its data folder cannot be written', async () => {
    const file = join(dataDir, 'a-file');
    await writeFile(file, '');
    const { code, err } = await run({ WOODEX_DATA_DIR: join(file, 'below'), WOODEX_SECRET: '' });
    assert.equal(code, 1);
    assert.match(err, /^[^\n]*WOODEX_DATA_DIR[^\n]*\n$/);
  });

  it('ends with code 1 and one line when its address is not of this machine', async () => {
    const { code, err } = await run({ WOODEX_HOST: '192.0.2.1' });
    assert.equal(code, 1);
    assert.match(err, /^[^\n]*WOODEX_HOST[^\n]*\n$/);
  });

  it('ends with code 1 and one line when nobody answers for the database', async () => {
    const { server, port } = await takenPort();
    server.close();
    await once(server, 'close');
    const url = `postgres://nobody@127.0.0.1:${port}/none`;
    const { code, err } = await run({ DATABASE_URL: url, DATABASE_APP_URL: url });
    assert.equal(code, 1);
    assert.match(err, /^[^\n]+\n$/);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`answers what is under way after ${signal}, and ends with code 0`, async () => {
      const child = start();
      let output = '';
      const port = await new Promise<string>(resolve => {
        child.stdout!.on('data', chunk => {
          output += chunk;
          const found = /listening on [\d.]+:(\d+)/.exec(output);
          if (found) resolve(found[1]!);
        });
      });
      const held = await holdRequest(test, port);
      child.kill(signal);
      // It takes nothing new once it has understood.
      await refusing(port);
      await held.release();
      assert.equal((await held.answer).status, 404);
      const [code] = await once(child, 'exit');
      assert.equal(code, 0);
    });
  }
});

/** A request that waits in the database until it is let go. */
async function holdRequest(test: TestDatabase, port: string) {
  const { promise: release, resolve } = Promise.withResolvers<void>();
  const { promise: locked, resolve: isLocked } = Promise.withResolvers<void>();
  const lock = test.ownerSql.begin(async tx => {
    await tx`lock table merchants in access exclusive mode`;
    isLocked();
    await release;
  });
  await locked;
  const answer = fetch(`http://127.0.0.1:${port}/v1/widget?key=${publicKeyOf(randomUUIDv7())}`);
  await eventually(async () => {
    const [row] = await test.ownerSql`select count(*)::int as n from pg_locks
      where relation = 'merchants'::regclass and not granted`;
    return row!.n > 0;
  }, 'a request that waits');
  return {
    answer,
    async release() {
      resolve();
      await lock;
    },
  };
}

const refusing = (port: string) =>
  eventually(
    () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        () => false,
        () => true,
      ),
    'a closed door',
  );
