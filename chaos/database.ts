import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
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
  const { sql: superuser } = openDatabase(all.href, { max: 2 });
  scope.defer(async () => {
    await sql.end({ timeout: 1 });
    await superuser.end({ timeout: 1 });
  });
  const restart = async () => {
    const before = await askFor(superuser);
    // SIGQUIT is Postgres' immediate shutdown.
    process.kill(before.pid, 'SIGQUIT');
    // The old one answers for a moment still. The next time is counted from when the new one does.
    while ((await askFor(superuser)).startedAt === before.startedAt) await sleep(20);
  };
  return { appUrl, db, superuser, restart };
}

/** Which server is it that answers? Waits until one does. */
async function askFor(superuser: postgres.Sql): Promise<{ pid: number; startedAt: string }> {
  for (;;) {
    const found = await superuser<{ file: string; started_at: string }[]>`
      select pg_read_file('postmaster.pid') as file, pg_postmaster_start_time()::text as started_at`.catch(() => []);
    const [row] = found;
    if (row) return { pid: Number.parseInt(row.file, 10), startedAt: row.started_at };
    await sleep(100);
  }
}
