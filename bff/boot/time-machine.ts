import { readFile, rename, writeFile } from 'node:fs/promises';
import { hasCode } from '../db/setup-error.ts';
import type { Clock } from '../domain/clock.ts';

/** The demo's clock, which can be moved on. It never goes back: what is put off until then would wait for as long. */
export type TimeMachine = {
  clock: Clock;
  /** How far it is ahead of the real one, in ms. */
  offset(): number;
  /** Moves it on; kept over a restart. */
  moveOn(ms: number): Promise<void>;
};

/** @param file where it is kept how far the clock is ahead */
export async function openTimeMachine(real: Clock, file: string): Promise<TimeMachine> {
  let ahead = await readOffset(file);
  return {
    clock: { now: () => new Date(real.now().getTime() + ahead) },
    offset: () => ahead,
    async moveOn(ms) {
      ahead += ms;
      await writeFile(`${file}.new`, String(ahead), { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
  };
}

async function readOffset(file: string): Promise<number> {
  try {
    const ahead = Number(await readFile(file, 'utf8'));
    return Number.isFinite(ahead) && ahead > 0 ? ahead : 0;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
