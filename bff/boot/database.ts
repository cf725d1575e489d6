import type { Logger } from 'pino';
import { type Database, openDatabase } from '../db/connection.ts';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { assertSameSecret } from '../db/installation.ts';
import { makeJourneyPartitions } from '../db/journey-partitions.ts';
import { migrate } from '../db/migrator.ts';
import { assertSafeAppRole, ensureAppRole } from '../db/roles.ts';
import { hasCode, SetupError } from '../db/setup-error.ts';
import type { Clock } from '../domain/clock.ts';
import { DAY } from '../domain/duration.ts';
import { deriveKey } from '../security/keys.ts';
import type { Settings } from './settings.ts';

type Options = {
  settings: Settings;
  dataDir: string;
  migrations: string;
  secret: Buffer;
  previous: Buffer[];
  clock: Clock;
  log: Logger;
};

/**
 * Our own Postgres, or the one that DATABASE_URL names; migrated, and opened as a role that row-level security binds.
 * @throws SetupError with one line for the operator
 */
export async function startDatabase(
  { settings, dataDir, migrations, secret, previous, clock, log }: Options,
  onStop: (step: () => Promise<unknown>) => void,
): Promise<Database & { appUrl: string; ownerUrl: string }> {
  const ownerUrl = settings.DATABASE_URL ?? (await startOwn(dataDir, log, onStop));
  try {
    const database = await openAndMigrate({ settings, ownerUrl, migrations, secret, previous, clock, log }, onStop);
    return { ...database, ownerUrl };
  } catch (error) {
    if (!hasCode(error, ...NOT_TO_BE_HAD)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(`The database cannot be used (${reason}): check DATABASE_URL and DATABASE_APP_URL.`);
  }
}

const fingerprintOf = (secret: Buffer) => deriveKey(secret, 'fingerprint').toString('base64url');

/** Nobody answers there, or does not let us in (28…), or has no such database (3D000). */
const NOT_TO_BE_HAD = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  '28P01',
  '28000',
  '3D000',
];

async function openAndMigrate(
  { settings, ownerUrl, migrations, secret, previous, clock, log }: Omit<Options, 'dataDir'> & { ownerUrl: string },
  onStop: (step: () => Promise<unknown>) => void,
): Promise<Database & { appUrl: string }> {
  await assertSameSecret({ ownerUrl, fingerprint: fingerprintOf(secret), previous: previous.map(fingerprintOf) });
  const { appUrl, appRole } = await ensureAppRole({ ownerUrl, secret, appUrl: settings.DATABASE_APP_URL });
  const database = openDatabase(appUrl, { max: settings.DATABASE_POOL });
  onStop(() => database.sql.end({ timeout: 5 }));
  for (const warning of await assertSafeAppRole(database.sql)) log.warn(warning);
  for (const name of await migrate({ ownerUrl, appRole, folder: migrations }))
    log.info({ migration: name }, 'migrated');
  onStop(await keepMonthsAhead(ownerUrl, clock, log));
  return { ...database, appUrl };
}

/** Now, and then daily: a server that runs for a year never meets a month without a table. */
async function keepMonthsAhead(ownerUrl: string, clock: Clock, log: Logger): Promise<() => Promise<void>> {
  await makeJourneyPartitions({ ownerUrl, now: clock.now() });
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = makeJourneyPartitions({ ownerUrl, now: clock.now() }).then(
      made => log.info({ made }, 'months of the journey made ahead'),
      err => log.error({ err }, 'making months of the journey ahead failed'),
    );
  }, DAY).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function startOwn(dataDir: string, log: Logger, onStop: (step: () => Promise<unknown>) => void): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: line => log.debug(line) });
  onStop(() => postgres.stop());
  return postgres.ownerUrl;
}
