import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { SetupError } from '../db/setup-error.ts';

const FOLDER = fileURLToPath(new URL('../../.data/test-postgres', import.meta.url));
const URL_FILE = join(FOLDER, 'url');
const LOG_FILE = join(FOLDER, 'error');
const IDLE_MINUTES = 5;

/**
 * The Postgres that tests use, as a role that may create databases and roles: `TEST_DATABASE_URL`, which the test
 * runner sets, or else a server of this checkout, which all test files share and which leaves when nobody uses it.
 */
export async function testServerUrl(): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  await mkdir(FOLDER, { recursive: true });
  await rm(LOG_FILE, { force: true });
  for (let round = 0; ; round++) {
    const url = await readUrl();
    if (url) return url;
    const problem = await readFile(LOG_FILE, 'utf8').catch(() => '');
    if (problem) throw new Error(problem);
    // Again after a while: the first may have met a server that was just leaving.
    if (round % 100 === 0) startServer();
    await sleep(50);
  }
}

const startServer = () =>
  spawn(process.execPath, [fileURLToPath(import.meta.url)], { detached: true, stdio: 'ignore' }).unref();

async function readUrl(): Promise<string | undefined> {
  const url = await readFile(URL_FILE, 'utf8').catch(() => '');
  return url && (await sessions(url)) !== undefined ? url : undefined;
}

/** How many others are connected; undefined if nobody answers. */
async function sessions(url: string): Promise<number | undefined> {
  const sql = postgres(url, { max: 1, fetch_types: false, connect_timeout: 5 });
  try {
    const [row] = await sql`select count(*)::int as n from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`;
    return row?.n as number;
  } catch {
    return undefined;
  } finally {
    await sql.end();
  }
}

async function serve(): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDir: FOLDER, durable: false });
  await writeFile(URL_FILE, server.superuserUrl, { mode: 0o600 });
  for (let idle = 0; idle < IDLE_MINUTES; ) {
    await sleep(60_000);
    idle = (await sessions(server.superuserUrl)) ? 0 : idle + 1;
  }
  await rm(URL_FILE);
  await server.stop();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await serve();
  } catch (error) {
    // When another test file was quicker, its server serves us all.
    const inUse = error instanceof SetupError && error.message.includes('another running WoodEx');
    if (!inUse) await writeFile(LOG_FILE, String(error));
  }
}
