import type { Logger } from 'pino';
import { type Database, openDatabase } from '../db/connection.ts';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { migrate } from '../db/migrator.ts';
import { assertSafeAppRole, ensureAppRole } from '../db/roles.ts';
import type { Settings } from './settings.ts';

type Options = { settings: Settings; dataDir: string; migrations: string; secret: Buffer; log: Logger };

/**
 * Our own Postgres, or the one that DATABASE_URL names; migrated, and opened as a role that row-level security binds.
 * @throws SetupError with one line for the operator
 */
export async function startDatabase(
  { settings, dataDir, migrations, secret, log }: Options,
  onStop: (step: () => Promise<unknown>) => void,
): Promise<Database & { appUrl: string }> {
  const ownerUrl = settings.DATABASE_URL ?? (await startOwn(dataDir, log, onStop));
  const { appUrl, appRole } = await ensureAppRole({ ownerUrl, secret, appUrl: settings.DATABASE_APP_URL });
  const database = openDatabase(appUrl, { max: settings.DATABASE_POOL });
  onStop(() => database.sql.end({ timeout: 5 }));
  for (const warning of await assertSafeAppRole(database.sql)) log.warn(warning);
  for (const name of await migrate({ ownerUrl, appRole, folder: migrations }))
    log.info({ migration: name }, 'migrated');
  return { ...database, appUrl };
}

async function startOwn(dataDir: string, log: Logger, onStop: (step: () => Promise<unknown>) => void): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: line => log.debug(line) });
  onStop(() => postgres.stop());
  return postgres.ownerUrl;
}
