/** Drizzle wraps the database's error, whose message would repeat the statement and its parameters. */
export const errorOf = (error: unknown): unknown => (error instanceof Error ? (error.cause ?? error) : error);
