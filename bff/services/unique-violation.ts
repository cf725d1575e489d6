/** Did a write fail because another one with the same key came first? (Drizzle wraps the database's error as its cause.) */
export function isUniqueViolation(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23505';
}

/**
 * Runs a write that first looks whether it was done already. Where two come at once, both look too early and the constraint has
 * the last word; the second look then finds the first one's row.
 */
export async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return work();
  }
}
