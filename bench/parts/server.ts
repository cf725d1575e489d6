import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '../../bff/db/embedded.ts';
import type { Scope } from '../scope.ts';
import { type Child, firstAnswer, ROOT, startChild } from './child.ts';
import { freePort } from './free-port.ts';
import { MEMORY_FLAGS } from './memory.ts';
import { tempFolder } from './temp-folder.ts';

/** Our own Postgres with its usual, durable settings, in a folder of its own. Returns the owner's URL. */
export async function startPostgres(scope: Scope): Promise<string> {
  const server = await startEmbeddedPostgres({ dataDir: await tempFolder(scope) });
  scope.defer(() => server.stop());
  const superuser = postgres(server.superuserUrl, { max: 1, onnotice: () => {} });
  await superuser`grant pg_checkpoint to woodex_owner`;
  await superuser.end();
  return server.ownerUrl;
}

type Options = {
  ownerUrl: string;
  /** `process` is what a single node with our own Postgres uses. */
  live: 'process' | 'postgres';
  /** Origin of the pages that may use it. */
  storeUrl?: string;
  /** Folder for a CPU profile, written when it stops in order. */
  profile?: string | undefined;
  env?: Record<string, string>;
};

export type Server = {
  url: string;
  secret: Buffer;
  /** The process that runs now. */
  child: Child;
  /** Starts it anew after a kill, on the same port. Returns when it first answered. */
  restart(): Promise<number>;
};

/** The real server as its own process, with the demo's merchant and agents. */
export async function startServer(scope: Scope, options: Options): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const secret = randomBytes(32);
  const env = {
    DATABASE_URL: options.ownerUrl,
    WOODEX_SECRET: secret.toString('base64'),
    WOODEX_PORT: String(port),
    WOODEX_PUBLIC_URL: url,
    WOODEX_DATA_DIR: await tempFolder(scope),
    WOODEX_LIVE: options.live,
    WOODEX_LOG_LEVEL: 'warn',
    WOODEX_DEMO: '1',
    WOODEX_DEMO_STORE_URL: options.storeUrl ?? 'http://127.0.0.1:8788',
    ...options.env,
  };
  const flags = [...MEMORY_FLAGS, ...(options.profile ? ['--cpu-prof', '--cpu-prof-dir', options.profile] : [])];
  const start = () => startChild(scope, { args: [...flags, join(ROOT, 'bff/main.ts')], env });
  const server: Server = {
    url,
    secret,
    child: start(),
    async restart() {
      server.child = start();
      return firstAnswer(`${url}/readyz`, server.child);
    },
  };
  await firstAnswer(`${url}/readyz`, server.child);
  return server;
}
