import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, SetupError } from '../setup-error.ts';
import type { Binaries } from './binaries.ts';
import { failure } from './failure.ts';
import type { Home } from './home.ts';
import { run } from './run.ts';

/** Makes the database files unless they are there. Returns the superuser's password. */
export async function ensureCluster(home: Home, binaries: Binaries, durable: boolean): Promise<string> {
  const password = await keptPassword(join(home.dir, 'password'));
  const version = await readFile(join(home.data, 'PG_VERSION'), 'utf8').then(text => text.trim(), absent);
  if (version === undefined) await initialise(home, binaries, password, durable);
  else if (version !== binaries.major) {
    throw new SetupError(
      `The database in ${home.dir} was made by Postgres ${version}, and this WoodEx brings Postgres ${binaries.major}: dump it with the WoodEx that made it, start with an empty data folder, and restore.`,
    );
  }
  return password;
}

/** Into a folder beside, then renamed: one that was interrupted never looks like a database. */
async function initialise(home: Home, binaries: Binaries, password: string, durable: boolean): Promise<void> {
  const unfinished = `${home.data}.unfinished`;
  const passwordFile = join(home.dir, 'password.initdb');
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (home.uid !== undefined) await chown(passwordFile, home.uid, home.uid);
  const { code, output } = await run(home, binaries.bin('initdb'), [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ]);
  await rm(passwordFile, { force: true });
  if (code !== 0) throw failure(home, output);
  await rename(unfinished, home.data);
}

async function keptPassword(path: string): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(absent);
  if (kept) return kept;
  const made = randomBytes(24).toString('base64url');
  await writeFile(path, made, { mode: 0o600 });
  return made;
}

function absent(error: unknown): undefined {
  if (!hasCode(error, 'ENOENT')) throw error;
}
