import { randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { hasCode, SetupError } from '../db/setup-error.ts';

/**
 * What is in the file; made when there is none, readable by its owner alone. It is written beside and then linked, so that it is
 * whole or not there, and of several who make it at once all get the same.
 * @throws SetupError when it can be neither read nor made
 */
export async function keptFile(file: string, make: () => string): Promise<string> {
  try {
    return (await read(file)) ?? (await create(file, make()));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new SetupError(
      `${file} cannot be read or made (${error.code}): start as the user who owns it, or set WOODEX_DATA_DIR to another folder.`,
    );
  }
}

async function create(file: string, text: string): Promise<string> {
  const unfinished = `${file}.${randomUUID()}`;
  const handle = await open(unfinished, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await link(unfinished, file);
    return text;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    return readFile(file, 'utf8');
  } finally {
    await handle.close();
    await rm(unfinished);
  }
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(error => {
    if (!hasCode(error, 'ENOENT')) throw error;
    return undefined;
  });
}
