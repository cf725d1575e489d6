/** Did a write fail because another one with the same key came first? */
export const isUniqueViolation = (error: unknown): boolean => codeOf(error) === '23505';

/** Somebody else was faster, and what was decided no longer holds. */
export class Overtaken extends Error {
  readonly code = '40001';
}

/** Tries in all; who loses that often waits for somebody who does not end. */
const TRIES = 3;
/** Unique violation, deadlock, serialization failure: Postgres rolled one of two back, and that one may begin again. */
const CONFLICTS = new Set(['23505', '40P01', '40001']);

/**
 * Runs a write again that lost against another one. It must be one transaction that looks first whether it was done already and acts
 * on nothing outside: where two come at once, both look too early and the constraint has the last word; the second look then
 * finds the first one's row.
 */
export async function retryConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !CONFLICTS.has(codeOf(error))) throw error;
    }
  }
}

/** Drizzle wraps the database's error as its cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}
