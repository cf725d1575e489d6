import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { ARRAY_TYPES } from './array-types.ts';
import { patientlyTo } from './patient-socket.ts';
import { prepared } from './prepared.ts';

export type Sql = ReturnType<typeof connect>;
export type Database = { sql: Sql; db: PostgresJsDatabase };

/**
 * All that is asked is short, whatever Postgres believes of a plan that is to do for every parameter: to compile it, or to start processes
 * for it, takes longer than to carry it out.
 */
const SHORT = { jit: 'off', max_parallel_workers_per_gather: '0' };

/**
 * A pool of at most `max` connections, for Drizzle (`db`) and for plain SQL (`sql`). int8 is a number (our counters stay
 * below 2^53), timestamptz a Date, uuid and date text. A lost connection is replaced by the next query.
 */
export function openDatabase(url: string, { max }: { max: number }): Database {
  const sql = connect(url, max);
  const db = drizzle(prepared(sql));
  restoreTypes(sql);
  return { sql, db };
}

function connect(url: string, max: number) {
  const sql = postgres(url, {
    max,
    types: { bigint: { to: 20, from: [20], serialize: String, parse: Number }, ...ARRAY_TYPES },
    backoff: retries => Math.min(0.05 * 2 ** retries, 1),
    // A server that is just ending takes a connection and never answers on it.
    connect_timeout: 5,
    // postgres.js asks the first connection which types are arrays, and nobody hears it when that is lost meanwhile: the rejection would
    // end the process.
    fetch_types: false,
    onnotice: () => {},
    connection: {
      application_name: 'woodex',
      TimeZone: 'UTC',
      statement_timeout: 10_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 10_000,
      ...SHORT,
    },
  });
  Object.assign(sql.options, { socket: patientlyTo(sql.options) });
  return sql;
}

/** Drizzle hands dates and JSON through as text on the whole client; plain SQL shares it and wants values. */
function restoreTypes(sql: Sql): void {
  const { parsers, serializers } = sql.options;
  const TIMESTAMPTZ = 1184;
  parsers[TIMESTAMPTZ] = (text: string) => new Date(text);
  serializers[TIMESTAMPTZ] = (value: Date | string) => (value instanceof Date ? value.toISOString() : value);
  for (const json of [114, 3802]) {
    serializers[json] = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  }
}
