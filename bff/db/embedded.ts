import { hkdfSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type Binaries, copyBinaries } from './embedded/binaries.ts';
import { ensureCluster } from './embedded/cluster.ts';
import { failure } from './embedded/failure.ts';
import { findHome, type Home } from './embedded/home.ts';
import { lockHome } from './embedded/lock.ts';
import { isRunning, removePidFile } from './embedded/pid-file.ts';
import { type Postmaster, startPostmaster } from './embedded/postmaster.ts';
import { run } from './embedded/run.ts';

export type EmbeddedPostgres = {
  /** Logs in as `woodex_owner`, who owns the database `woodex`, may make roles, and is bound by row-level security. */
  ownerUrl: string;
  /** Logs in as the superuser: for tests, dumps and repair, never for the application. */
  superuserUrl: string;
  /** Ends every session, writes everything to disk, and waits until the server is gone. */
  stop(): Promise<void>;
};

type Options = {
  /** The product's data folder; the database is in its subfolder `postgres`. */
  dataDir: string;
  log?: (line: string) => void;
  /** False trades safety in a power cut for speed: for tests only. */
  durable?: boolean;
};

/**
 * Starts the Postgres that comes with WoodEx on a free port of 127.0.0.1, making its files on the first start, and
 * restarts it should it die. A server left over from a killed process is stopped in order first.
 * Throws a `SetupError` of one line when it cannot: data folder unwritable or in use, disk full, other major version …
 */
export async function startEmbeddedPostgres({
  dataDir,
  log = () => {},
  durable = true,
}: Options): Promise<EmbeddedPostgres> {
  const home = await findHome(dataDir, log);
  const unlock = lockHome(home.dir);
  try {
    const binaries = await copyBinaries(home.dir, home.uid);
    await clearLeftover(home, binaries, log);
    const password = await ensureCluster(home, binaries, durable);
    const server = await superviseServer(home, binaries, durable, log);
    const url = (user: string, secret: string, database: string) =>
      `postgres://${user}:${secret}@127.0.0.1:${server.port}/${database}`;
    const superuserUrl = url('postgres', password, 'postgres');
    const ownerPassword = derive(password, 'woodex_owner');
    await ensureOwner(superuserUrl, ownerPassword);
    const stop = async () => {
      await server.stop();
      unlock();
    };
    return { ownerUrl: url('woodex_owner', ownerPassword, 'woodex'), superuserUrl, stop };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function clearLeftover(home: Home, binaries: Binaries, log: (line: string) => void): Promise<void> {
  if (await isRunning(home)) {
    log('Stopping the Postgres of a WoodEx that was killed');
    await stopServer(home, binaries);
  }
  await removePidFile(home);
}

/** `fast` ends all sessions and writes a checkpoint; `immediate` leaves the work to crash recovery. */
async function stopServer(home: Home, binaries: Binaries): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    const result = await run(home, binaries.bin('pg_ctl'), ['stop', '-D', home.data, '-m', mode, '-t', '30']);
    if (result.code === 0 || !(await isRunning(home))) return;
    if (mode === 'immediate') throw failure(home, result.output);
  }
}

async function superviseServer(home: Home, binaries: Binaries, durable: boolean, log: (line: string) => void) {
  const first = await startPostmaster(home, binaries, settings(durable));
  let stopping = false;
  const keepAlive = async (server: Postmaster) => {
    await server.exited;
    while (!stopping) {
      log('Postgres ended unexpectedly, starting it again');
      try {
        void keepAlive(await startPostmaster(home, binaries, settings(durable), first.port));
        return;
      } catch (error) {
        log(String(error));
        await sleep(1000, undefined, { ref: false });
      }
    }
  };
  void keepAlive(first);
  const stop = async () => {
    stopping = true;
    if (await isRunning(home)) await stopServer(home, binaries);
  };
  return { port: first.port, stop };
}

const settings = (durable: boolean): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: durable ? 'on' : 'off',
  synchronous_commit: durable ? 'on' : 'off',
  full_page_writes: durable ? 'on' : 'off',
  // Statements and row details would put what shoppers write into a log file.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
});

async function ensureOwner(superuserUrl: string, password: string): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`select
      exists (select from pg_roles where rolname = 'woodex_owner') as owner,
      exists (select from pg_database where datname = 'woodex') as database`;
    if (!found?.owner) {
      await sql.unsafe(`create role woodex_owner login nosuperuser nobypassrls createrole password '${password}'`);
    }
    if (!found?.database) await sql.unsafe('create database woodex owner woodex_owner');
  } finally {
    await sql.end();
  }
}

const derive = (secret: string, name: string): string =>
  Buffer.from(hkdfSync('sha256', secret, '', name, 24)).toString('base64url');
