import { mkdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode, SetupError } from '../setup-error.ts';

/** Makes the data folder if need be. Returns its real path, or throws a `SetupError` when nothing can be written there. */
export async function writableFolder(dataDir: string): Promise<string> {
  try {
    await makeFolder(dataDir);
    const probe = join(dataDir, `.writable-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
    return await realpath(dataDir);
  } catch (error) {
    if (hasCode(error, 'ENOSPC'))
      throw new SetupError(`The disk is full: cannot write to ${dataDir}. Free some space.`);
    throw new SetupError(
      `Cannot write to the data folder ${dataDir} (${(error as NodeJS.ErrnoException).code}): make it writable, or set WOODEX_DATA_DIR to a folder that is.`,
    );
  }
}

/** Not `recursive: true`, which never returns below /proc. */
async function makeFolder(path: string): Promise<void> {
  if (await exists(path)) return;
  if (path !== dirname(path)) await makeFolder(dirname(path));
  await mkdir(path).catch(error => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
