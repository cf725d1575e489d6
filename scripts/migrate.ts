import { join } from 'node:path';
import { migrate } from '../bff/db/migrator.ts';
import { reserveAppRole } from '../bff/db/roles.ts';

const { DATABASE_URL: ownerUrl, DATABASE_APP_URL: appUrl } = process.env;

try {
  if (!ownerUrl)
    throw new Error('DATABASE_URL is not set: it names the Postgres to migrate, as the role that owns the tables.');
  const appRole = await reserveAppRole({ ownerUrl, appUrl });
  const applied = await migrate({ ownerUrl, appRole, folder: join(import.meta.dirname, '../migrations') });
  for (const name of applied) console.log(`applied ${name}`);
  if (applied.length === 0) console.log('nothing to apply');
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
