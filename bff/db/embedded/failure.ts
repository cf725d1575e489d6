import { SetupError } from '../setup-error.ts';
import type { Home } from './home.ts';

/** One clear line out of what a Postgres program said before it gave up. */
export function failure(home: Home, output: string): SetupError {
  if (/No space left on device|ENOSPC/.test(output)) {
    return new SetupError(`The disk is full: Postgres cannot write to ${home.dir}. Free some space and start again.`);
  }
  const lines = output.split('\n').map(line => line.trim());
  const line =
    lines.find(text => /FATAL|PANIC|error:/i.test(text)) ?? lines.findLast(text => text !== '') ?? 'no reason given';
  return new SetupError(
    `The embedded Postgres in ${home.dir} did not start: ${line}. Mend that, or set DATABASE_URL to a Postgres 15 or newer.`,
  );
}
