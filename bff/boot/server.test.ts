import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import postgres from 'postgres';
import { appRoleName } from '../db/roles.ts';
import { FixedClock } from '../testing/clock.ts';
import { emptyDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import { type RunningServer, startServer } from './server.ts';
import { readSettings } from './settings.ts';

describe('servers over one outside database', () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  const dirs: string[] = [];
  const servers: RunningServer[] = [];
  before(async () => {
    database = await emptyDatabase();
  });
  after(async () => {
    for (const server of servers) await server.stop();
    const url = Object.assign(new URL(database.serverUrl), { pathname: new URL(database.ownerUrl).pathname }).href;
    const admin = postgres(url, { max: 1, onnotice: () => {} });
    const role = appRoleName(new URL(database.ownerUrl).pathname.slice(1));
    await admin.unsafe(`drop owned by "${role}"`);
    await admin.unsafe(`drop role "${role}"`);
    await admin.end();
    await database.drop();
    for (const dir of dirs) await rm(dir, { recursive: true });
  });

  /** Starts one with a data folder of its own, as a new container has it. */
  const start = async (env: Record<string, string> = {}) => {
    const dir = await mkdtemp(join(tmpdir(), 'woodex-node-'));
    dirs.push(dir);
    const logged: string[] = [];
    const log = pino({ level: 'warn' }, { write: line => void logged.push(line) });
    const settings = readSettings({ WOODEX_PORT: '0', WOODEX_DATA_DIR: dir, DATABASE_URL: database.ownerUrl, ...env });
    const server = await startServer(settings, new FixedClock(), log);
    servers.push(server);
    return { server, logged };
  };

  it('share one secret: who has another is refused before it takes the database away from the first', async () => {
    const first = await start();
    assert.match(first.logged.join(''), /WOODEX_SECRET is not set/);
    for (const env of [{ WOODEX_SECRET: '' }, { WOODEX_SECRET: randomBytes(32).toString('base64') }]) {
      await assert.rejects(start(env), { name: 'SetupError', message: /set up with another secret/ });
    }
    const { deps } = first.server;
    await deps.db
      .execute('select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user')
      .catch(() => {});
    await eventually(() => deps.isReady(), 'a new connection of the first');
  });
});
