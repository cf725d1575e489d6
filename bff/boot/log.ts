import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

/** The server's log. No words of people get into it by an error of the database. */
export const makeLog = (level: string, to?: DestinationStream): Logger => {
  const options = { level, base: null, serializers: { err: withoutWords } };
  return to ? pino(options, to) : pino(options);
};

/** What is kept of the database's error. Its `detail` and `where` quote rows, keys and values, and so whatever somebody wrote. */
const KEPT = ['severity', 'code', 'schema_name', 'table_name', 'column_name', 'constraint_name', 'routine'] as const;

/** Data exceptions quote the value in their message, too. */
const QUOTES_VALUE = /^22/;

function withoutWords(error: unknown): unknown {
  const facts = stdSerializers.err(error as Error) as unknown;
  if (!isOfDatabase(error)) return facts;
  const { type, message, stack } = facts as { type: string; message: string; stack: string };
  const told = QUOTES_VALUE.test(error.code) ? message.replace(/[":].*/s, '…') : message;
  const kept = Object.fromEntries(KEPT.flatMap(key => (error[key] === undefined ? [] : [[key, error[key]]])));
  return { type, message: told, stack: stack.replace(message, told), ...kept };
}

type DatabaseError = Error & { code: string } & Partial<Record<(typeof KEPT)[number], unknown>>;

const isOfDatabase = (error: unknown): error is DatabaseError =>
  error instanceof Error && error.name === 'PostgresError' && 'code' in error && typeof error.code === 'string';
