import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SetupError } from '../setup-error.ts';

/** Kept here, lest a held lock be garbage-collected, which would release it. */
const held = new Set<DatabaseSync>();

/**
 * Holds `dir` for this process until it ends, however it ends. SQLite's exclusive lock is the operating system's own
 * file lock, which Node does not offer: unlike a file with a process id, it cannot be stale.
 */
export function lockHome(dir: string): () => void {
  const file = new DatabaseSync(join(dir, 'lock'), { timeout: 1000 });
  const holder = join(dir, 'lock.pid');
  try {
    // No journal file: there is nothing to roll back, and nothing should be left behind.
    file.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    throw new SetupError(
      `The database in ${dir} is used by another running WoodEx (process ${readHolder(holder)}): stop that one, or set WOODEX_DATA_DIR to another folder.`,
    );
  }
  held.add(file);
  writeFileSync(holder, `${process.pid}\n`);
  return () => {
    if (held.delete(file)) file.close();
  };
}

function readHolder(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
