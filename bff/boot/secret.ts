import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, SetupError } from '../db/setup-error.ts';
import type { Settings } from './settings.ts';

/** The installation's one secret: from the settings, else made once and kept in the data folder, readable by its owner alone. */
export async function readSecret({ WOODEX_SECRET }: Settings, dataDir: string): Promise<Buffer> {
  if (WOODEX_SECRET) return Buffer.from(WOODEX_SECRET, 'base64');
  const file = join(dataDir, 'secret.key');
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SetupError(
        `The data folder ${dataDir} cannot be written (${reason}): set WOODEX_DATA_DIR to one that can.`,
      );
    }
  }
  return Buffer.from(await readFile(file, 'utf8'), 'base64');
}
