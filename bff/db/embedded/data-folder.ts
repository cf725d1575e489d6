import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, SetupError } from '../setup-error.ts';

/** Makes the data folder if need be. Returns its real path, or throws a `SetupError` when nothing can be written there. */
export async function writableFolder(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true });
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
