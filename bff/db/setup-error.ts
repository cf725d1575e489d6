/** Something about the machine or its settings that the operator must mend. The message is one line: what, and how to mend it. */
export class SetupError extends Error {
  override name = 'SetupError';
}

/** Does `error` carry this system or Postgres error code (`ENOSPC`, `42501`)? */
export const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));
