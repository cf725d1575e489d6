import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLog } from '../boot/log.ts';
import { type RunningServer, startServer } from '../boot/server.ts';
import { readSettings } from '../boot/settings.ts';
import { findAgentOfUser, findMerchantOfUser } from '../db/agents.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { createLogin } from '../http/auth.ts';
import type { Deps } from '../http/deps.ts';
import { publicKeyOf } from '../security/public-key.ts';
import type { Context } from '../services/context.ts';
import { addAgent, ensureMerchant } from '../services/create-merchant.ts';
import { FixedClock } from './clock.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { type AgentClient, type Client, clientOf, DASHBOARD } from './http-clients.ts';

export const PASSWORD = 'a password for tests';

export type TestMerchant = {
  id: string;
  key: string;
  origin: string;
  agent: { id: string; name: string; email: string };
};

export type TestApp = {
  url: string;
  port: number;
  server: RunningServer;
  deps: Deps;
  test: TestDatabase;
  clock: FixedClock;
  /** Two merchants who must never see each other. */
  a: TestMerchant;
  b: TestMerchant;
  /** Every line that was logged, as it was written. */
  logged: string[];
  http: Client;
  /** An agent of this merchant, logged in. */
  agent(merchant: TestMerchant): AgentClient;
  /** What a service is handed, for acting behind the front door's back. */
  context(): Context;
  stop(): Promise<void>;
};

type Options = {
  env?: Record<string, string>;
  clock?: FixedClock;
  test?: TestDatabase;
  through?: (url: string) => string;
};

/**
 * The whole server as `main.ts` starts it, on a port of its own over a database of its own, with a clock that stands still.
 * With `test` it is another node over the database of one that runs already.
 */
export async function startTestApp({ env = {}, clock = new FixedClock(), test, through = url => url }: Options = {}) {
  const database = test ?? (await testDatabase());
  const dataDir = await mkdtemp(join(tmpdir(), 'woodex-test-'));
  const logged: string[] = [];
  const log = makeLog('debug', { write: line => void logged.push(line) });
  const settings = readSettings({
    WOODEX_PORT: '0',
    WOODEX_PUBLIC_URL: DASHBOARD,
    WOODEX_DATA_DIR: dataDir,
    WOODEX_SECRET,
    DATABASE_URL: database.ownerUrl,
    DATABASE_APP_URL: through(database.appUrl),
    WOODEX_LIVE: 'process',
    // Nobody is there: a test that wants a WhatsApp names one.
    WHATSAPP_API_URL: 'http://127.0.0.1:1',
    ...env,
  });
  const server = await startServer(settings, clock, log);
  const { deps } = server;
  const url = `http://127.0.0.1:${server.port}`;
  const http = clientOf(url);
  const context = () => ({ db: deps.db, live: deps.live, now: clock.now() });
  const [a, b] = [await makeMerchant(deps, context(), 'Ash'), await makeMerchant(deps, context(), 'Birch')];
  const cookies = new Map<string, string>();
  for (const { id, agent } of [a, b]) cookies.set(id, await http.signIn(agent.email, PASSWORD));

  const app: TestApp = {
    url,
    port: server.port,
    server,
    deps,
    test: database,
    clock,
    a,
    b,
    logged,
    http,
    context,
    agent: merchant => http.as(cookies.get(merchant.id)!),
    async stop() {
      await server.stop();
      if (!test) await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
  return app;
}

/** The same for all nodes over one database, as an operator would set it. */
const WOODEX_SECRET = randomBytes(32).toString('base64');

/** A merchant of that name, found again by every node over the same database. */
async function makeMerchant(deps: Deps, context: Context, name: string): Promise<TestMerchant> {
  const origin = `https://${name.toLowerCase()}.example`;
  const email = `agent@${name.toLowerCase()}.example`;
  const known = await deps.auth.$context.then(({ internalAdapter }) => internalAdapter.findUserByEmail(email));
  const userId = await createLogin(deps.auth, { email, name: `${name} agent`, password: PASSWORD });
  if (known) return findMerchantOf(deps, userId, origin);
  const id = randomUUIDv7();
  await ensureMerchant(context, { id, name, greeting: 'Hello!', color: '#7a4f2b', allowedOrigins: [origin] });
  await addAgent(context, id, { userId, name: `${name} agent`, email, role: 'owner' });
  return findMerchantOf(deps, userId, origin);
}

async function findMerchantOf({ db }: Deps, userId: string, origin: string): Promise<TestMerchant> {
  const id = (await findMerchantOfUser(db, userId))!;
  const agent = (await withMerchant(db, id, tx => findAgentOfUser(tx, userId)))!;
  return { id, key: publicKeyOf(id), origin, agent };
}
