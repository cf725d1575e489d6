import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { tempFolder } from '../bench/parts/temp-folder.ts';
import type { Scope } from '../bench/scope.ts';
import { openDatabase } from '../bff/db/connection.ts';
import { startEmbeddedPostgres } from '../bff/db/embedded.ts';
import { makeJourneyPartitions } from '../bff/db/journey-partitions.ts';
import { migrate } from '../bff/db/migrator.ts';
import { ensureAppRole } from '../bff/db/roles.ts';
import { ROOT } from './defences.ts';

/** Our own Postgres with its durable settings, migrated; `restart` ends it as a power cut would, and it comes back. */
export async function startDatabase(scope: Scope, secret: Buffer) {
  const server = await startEmbeddedPostgres({ dataDir: await tempFolder(scope) });
  scope.defer(() => server.stop());
  const { ownerUrl } = server;
  const { appUrl, appRole } = await ensureAppRole({ ownerUrl, secret });
  await migrate({ ownerUrl, appRole, folder: join(ROOT, 'migrations') });
  await makeJourneyPartitions({ ownerUrl, now: new Date() });
  const { db, sql } = openDatabase(appUrl, { max: 6 });
  const all = new URL(server.superuserUrl);
  all.pathname = new URL(ownerUrl).pathname;
  const superuser = postgres(all.href, { max: 2, onnotice: () => {}, backoff: () => 0.1, fetch_types: false });
  scope.defer(async () => {
    await sql.end({ timeout: 1 });
    await superuser.end({ timeout: 1 });
  });
  const restart = async () => {
    const [row] = await superuser<{ file: string }[]>`select pg_read_file('postmaster.pid') as file`.catch(() => []);
    // SIGQUIT is Postgres' immediate shutdown.
    if (row) process.kill(Number(row.file.split('\n')[0]), 'SIGQUIT');
    // The next time is counted from when it is there again.
    for (let isBack = false; !isBack; await sleep(100))
      isBack = await superuser`select 1`.then(() => true).catch(() => false);
  };
  return { appUrl, db, superuser, restart };
}
