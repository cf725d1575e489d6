import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { type Database, openDatabase, type Sql } from '../db/connection.ts';
import { migrate, readMigrations } from '../db/migrator.ts';
import { ensureAppRole } from '../db/roles.ts';
import { testServerUrl } from './server.ts';

export type TestDatabase = {
  /** As the application sees it: bound by row-level security. */
  appDb: Database['db'];
  appSql: Sql;
  /** As the tables' owner: for catalogue checks and for planting what the application could not. */
  ownerSql: Sql;
  appUrl: string;
  ownerUrl: string;
  /** Closes the connections and removes the database. */
  drop(): Promise<void>;
};

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const OWNER = 'woodex_test_owner';
const APP = 'woodex_test_app';
const PASSWORD = 'woodex-test';
const SECRET = Buffer.from('woodex tests');

/**
 * A migrated, empty database for one test file. Call it in `before`, and `drop()` in `after`.
 * It is cloned from a template, which the first caller makes for all, anew when a migration changes.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { ownerUrl, remove } = await createDatabase(ensureTemplate);
  const { appUrl } = await ensureAppRole({ ownerUrl, secret: SECRET, role: APP });
  const app = openDatabase(appUrl, { max: 5 });
  const owner = openDatabase(ownerUrl, { max: 3 });
  const drop = async () => {
    await Promise.all([app.sql.end({ timeout: 1 }), owner.sql.end({ timeout: 1 })]);
    await remove();
  };
  return { appDb: app.db, appSql: app.sql, ownerSql: owner.sql, appUrl, ownerUrl, drop };
}

/** A database with nothing in it, for tests of what fills one. `serverUrl` may do everything on its server. */
export async function emptyDatabase(): Promise<{ ownerUrl: string; serverUrl: string; drop(): Promise<void> }> {
  const { ownerUrl, remove } = await createDatabase(async () => 'template1');
  return { ownerUrl, serverUrl: await testServerUrl(), drop: remove };
}

async function createDatabase(template: (admin: postgres.Sql, server: string) => Promise<string>) {
  const server = await testServerUrl();
  const name = `woodex_test_${randomBytes(6).toString('hex')}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await locked(admin, () => ensureOwner(admin));
    const source = await locked(admin, () => template(admin, server));
    await admin.unsafe(`create database ${name} template ${source} owner ${OWNER}`);
  } finally {
    await admin.end();
  }
  return { ownerUrl: urlAs(server, OWNER, PASSWORD, name), remove: () => dropDatabase(server, name) };
}

/** One test file at a time on the whole server. A session's lock: `create database` cannot run in a transaction. */
async function locked<T>(admin: postgres.Sql, work: () => Promise<T>): Promise<T> {
  await admin`select pg_advisory_lock(hashtext('woodex test databases'))`;
  const result = await work();
  await admin`select pg_advisory_unlock(hashtext('woodex test databases'))`;
  return result;
}

async function ensureOwner(admin: postgres.Sql): Promise<void> {
  const [owner] = await admin`select from pg_roles where rolname = ${OWNER}`;
  if (owner) return;
  await admin.unsafe(`create role ${OWNER} login nosuperuser nobypassrls createrole password '${PASSWORD}'`);
  // A server's own administrator may be no superuser, and gives databases only to roles it belongs to.
  await admin.unsafe(`grant ${OWNER} to current_user`);
}

async function ensureTemplate(admin: postgres.Sql, server: string): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, sha256 } of await readMigrations(MIGRATIONS)) hash.update(name + sha256);
  const template = `woodex_template_${hash.digest('hex').slice(0, 12)}`;
  const [found] = await admin`select from pg_database where datname = ${template} and datallowconn = false`;
  if (!found) await makeTemplate(admin, server, template);
  return template;
}

/** Closing it to connections is the last step, so a template that was interrupted is never taken for a whole one. */
async function makeTemplate(admin: postgres.Sql, server: string, template: string): Promise<void> {
  await admin.unsafe(`drop database if exists ${template}`);
  await admin.unsafe(`create database ${template} owner ${OWNER}`);
  const ownerUrl = urlAs(server, OWNER, PASSWORD, template);
  const { appRole } = await ensureAppRole({ ownerUrl, secret: SECRET, role: APP });
  await migrate({ ownerUrl, appRole, folder: MIGRATIONS });
  await admin.unsafe(`alter database ${template} allow_connections false`);
}

async function dropDatabase(server: string, name: string): Promise<void> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
}

function urlAs(server: string, user: string, password: string, database: string): string {
  const url = new URL(server);
  url.username = user;
  url.password = password;
  url.pathname = `/${database}`;
  return url.href;
}
