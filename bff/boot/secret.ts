import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { writableFolder } from '../db/embedded/data-folder.ts';
import { SetupError } from '../db/setup-error.ts';
import { MIN_MASTER_KEY } from '../security/keys.ts';
import { keptFile } from './kept-file.ts';
import type { Settings } from './settings.ts';

/** The secrets that were in use before, newest first. */
export const readPreviousSecrets = ({ WOODEX_SECRET_PREVIOUS }: Settings): Buffer[] =>
  (WOODEX_SECRET_PREVIOUS ?? []).map(text => Buffer.from(text, 'base64'));

/**
 * The installation's one secret: from the settings, else made once and kept in the data folder, readable by its owner alone.
 * @throws SetupError when the folder cannot be written, or what is kept there is no secret
 */
export async function readSecret({ WOODEX_SECRET }: Settings, dataDir: string): Promise<Buffer> {
  if (WOODEX_SECRET) return Buffer.from(WOODEX_SECRET, 'base64');
  const file = join(await writableFolder(dataDir), 'secret.key');
  const text = (await keptFile(file, () => randomBytes(MIN_MASTER_KEY).toString('base64'))).trim();
  const secret = Buffer.from(text, 'base64');
  // Buffer.from skips over what is no base64.
  if (secret.length >= MIN_MASTER_KEY && /^[\w+/-]+=*$/.test(text)) return secret;
  throw new SetupError(
    `The secret in ${file} is damaged: restore it from a backup; only where nothing is stored yet, delete it and start again.`,
  );
}
