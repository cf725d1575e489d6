import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { quoteName } from './roles.ts';
import { hasCode, SetupError } from './setup-error.ts';

type Migration = { name: string; text: string; sha256: string };
type Options = {
  ownerUrl: string;
  /** Stands where a migration says `:app_role`. */
  appRole: string;
  folder: string;
};

const ATTEMPTS = 15;

/**
 * Runs what is new in `folder` (`0001_name.sql` …), in order, each file in a transaction with its own record. Several
 * starters may call this at once. Returns the names applied. Throws a `SetupError` when an applied file was changed or
 * is missing, or a table stays locked by somebody else.
 */
export async function migrate({ ownerUrl, appRole, folder }: Options): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {}, connection: { application_name: 'woodex-migrate' } });
  try {
    await prepare(sql);
    const applied: string[] = [];
    for (const migration of migrations) {
      if (await retrying(migration.name, () => applyOnce(sql, migrations, migration, appRole)))
        applied.push(migration.name);
    }
    return applied;
  } finally {
    await sql.end();
  }
}

/** The files of `folder` in order. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort();
  const wrong = names.find(
    (name, i) => !/^\d{4}_[a-z0-9_-]+\.sql$/.test(name) || name.slice(0, 4) === names[i - 1]?.slice(0, 4),
  );
  if (wrong) throw new SetupError(`The migration ${wrong} needs a number of its own and a name, like 0001_name.sql.`);
  return Promise.all(
    names.map(async name => {
      // A checkout on Windows may have other line ends; it is the same migration.
      const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

const LOCK = `select pg_advisory_xact_lock(hashtext('woodex migrations'))`;

async function prepare(sql: postgres.Sql): Promise<void> {
  await sql.begin(async tx => {
    await tx.unsafe(LOCK);
    await tx`create schema if not exists migrations`;
    await tx`create table if not exists migrations.applied (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`;
  });
}

/** The lock belongs to the transaction, so that a starter that dies leaves none, and poolers between do no harm. */
async function applyOnce(sql: postgres.Sql, all: Migration[], next: Migration, appRole: string): Promise<boolean> {
  return sql.begin(async tx => {
    await tx.unsafe(LOCK);
    const applied = await tx<
      { name: string; sha256: string }[]
    >`select name, sha256 from migrations.applied order by name`;
    assertSameHistory(all, applied);
    if (applied.some(({ name }) => name === next.name)) return false;
    await tx`set local lock_timeout = '2s'`;
    await tx.unsafe(next.text.replace(/(?<!:):app_role\b/g, () => quoteName(appRole)));
    await tx`insert into migrations.applied (name, sha256) values (${next.name}, ${next.sha256})`;
    return true;
  });
}

function assertSameHistory(all: Migration[], applied: { name: string; sha256: string }[]): void {
  applied.forEach(({ name, sha256 }, i) => {
    const file = all[i];
    if (!all.some(migration => migration.name === name)) {
      throw new SetupError(
        `The database has the migration ${name}, which this version does not know: start the newer version.`,
      );
    }
    if (file?.name !== name) {
      throw new SetupError(
        `The migration ${file?.name} comes before ${name}, which is already applied: give it a number after that.`,
      );
    }
    if (file.sha256 !== sha256) {
      throw new SetupError(
        `The migration ${name} was changed after it had been applied: restore the file and write a new one.`,
      );
    }
  });
}

/** Waiting long for a lock would queue everybody else behind us, so it is given up soon and tried again. */
async function retrying(name: string, attempt: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof SetupError) throw error;
      if (!hasCode(error, '55P03'))
        throw new Error(`The migration ${name} failed: ${(error as Error).message}`, { cause: error });
      if (tries === ATTEMPTS) {
        throw new SetupError(
          `The migration ${name} waits for a table that another session keeps locked: end that session and start again.`,
        );
      }
      await sleep(1000);
    }
  }
}
