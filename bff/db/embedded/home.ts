import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hasCode, SetupError } from '../setup-error.ts';
import { writableFolder } from './data-folder.ts';

/** Where one embedded Postgres lives, and whom it runs as (`uid` undefined: as ourselves). */
export type Home = { dir: string; data: string; uid: number | undefined };

/** The user without rights. Postgres refuses to run as root. */
const NOBODY = 65534;
const OUTSIDE = ['/var/lib/woodex', join(tmpdir(), 'woodex')];

/**
 * `<dataDir>/postgres`, so that the database travels with its data folder. Only root in a folder that nobody else may
 * enter gets a place outside, which the file `<dataDir>/postgres-location` remembers.
 */
export async function findHome(dataDir: string, log: (line: string) => void): Promise<Home> {
  const root = process.getuid?.() === 0;
  const folder = await writableFolder(dataDir);
  const inside = join(folder, 'postgres');
  const pointer = join(folder, 'postgres-location');
  const remembered = await readFile(pointer, 'utf8').then(text => text.trim(), missing);
  const known = remembered ?? inside;
  const owner = await ownerOf(known);
  if (owner !== undefined) return { dir: known, data: join(known, 'data'), uid: userFor(known, owner, root) };

  const dir = remembered ?? (!root || (await canAnyoneEnter(folder)) ? inside : await placeOutside(pointer, log));
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  if (root) await chown(dir, NOBODY, NOBODY);
  return { dir, data: join(dir, 'data'), uid: root ? NOBODY : undefined };
}

/** The user of the database that is in `dir`, if there is one. */
async function ownerOf(dir: string): Promise<number | undefined> {
  try {
    return (await stat(join(dir, 'data'))).uid;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (hasCode(error, 'EACCES')) throw foreign(dir);
    throw error;
  }
}

function userFor(dir: string, owner: number, root: boolean): number | undefined {
  if (root) return owner;
  if (process.getuid && owner !== process.getuid()) throw foreign(dir);
  return undefined;
}

const foreign = (dir: string) =>
  new SetupError(
    `The database in ${dir} belongs to another user: start WoodEx as before, or as root, or set WOODEX_DATA_DIR to another folder.`,
  );

async function canAnyoneEnter(folder: string): Promise<boolean> {
  if (!((await stat(folder)).mode & 0o001)) return false;
  return folder === dirname(folder) || canAnyoneEnter(dirname(folder));
}

async function placeOutside(pointer: string, log: (line: string) => void): Promise<string> {
  for (const base of OUTSIDE) {
    try {
      await mkdir(base, { recursive: true });
      await chmod(base, 0o711);
      if (!(await canAnyoneEnter(base))) continue;
      const dir = join(base, randomBytes(6).toString('hex'));
      await writeFile(pointer, `${dir}\n`);
      log(`Only root may enter ${dirname(pointer)}, where Postgres may not run: its data is kept in ${dir}`);
      return dir;
    } catch {}
  }
  throw new SetupError(
    `Postgres does not run as root, and no other user may enter ${dirname(pointer)}: set WOODEX_DATA_DIR to a folder that others may enter.`,
  );
}

function missing(error: unknown): undefined {
  if (!hasCode(error, 'ENOENT')) throw error;
}
