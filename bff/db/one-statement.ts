import { createHash } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Row, Sql } from 'postgres';
import type { Db, MerchantTx } from './merchant-tx.ts';
import { hasCode } from './setup-error.ts';

const dialect = new PgDialect();
/** SQLSTATE invalid_sql_statement_name, duplicate_prepared_statement. */
const [NO_SUCH_PLAN, IS_PLANNED] = ['26000', '42P05'];

/** A transaction under way, or none: then a statement is one of its own. */
export type Place = MerchantTx | { db: Db; merchantId: string };

/** Runs one statement in its place. @param statement each parameter with its type behind it (`${id}::uuid`) */
export async function ask<T extends Row>(place: Place, statement: SQL): Promise<T[]> {
  if ('db' in place) return inOneStatement<T>(place.db, place.merchantId, statement);
  const rows: Row[] = await place.execute(statement);
  return [...(rows as T[])];
}

/**
 * Runs one statement in a transaction of its own that sees and writes this merchant's rows alone, as `withMerchant` does, in one way to
 * the database and back, where that has four; where what is asked is small, the ways are most of what it costs. Statements of one message
 * are one transaction (PostgreSQL, "Multiple Statements in a Simple Query"); it is planned once for a connection.
 * @throws what the statement throws; then nothing of it was kept. When the connection was lost it may have been.
 */
async function inOneStatement<T extends Row>(db: Db, merchantId: string, statement: SQL): Promise<T[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const { name, types } = planOf(text);
  const values = params.map(literal);
  const given = values.length > 0 ? `(${values.map((value, i) => `${value}::${types[i]}`).join(', ')})` : '';
  const execute = `execute ${name}${given}`;
  const { $client } = db as Db & { $client: Sql };
  const send = async (asked: string, before = ''): Promise<T[]> => {
    const narrowing = `select set_config('app.merchant_id', ${literal(merchantId)}, true), set_config('plan_cache_mode', 'force_generic_plan', true)`;
    const results = await $client.unsafe(`${before}${narrowing}; ${asked}`);
    // What returns no rows has no result of its own.
    const last: unknown = results.at(-1);
    return Array.isArray(last) ? [...last] : [];
  };
  // Which connection of the pool it will be nobody knows: one that has the plan, mostly.
  return send(execute)
    .catch(unless(NO_SUCH_PLAN, () => send(execute, `prepare ${name} as ${text}; `)))
    .catch(unless(IS_PLANNED, () => send(text.replaceAll(/\$(\d+)/g, (_, n) => values[Number(n) - 1]!))));
}

/** Another way for an error with this code. */
const unless =
  <T>(code: string, instead: () => Promise<T>) =>
  (error: unknown): Promise<T> => {
    if (!hasCode(error, code)) throw error;
    return instead();
  };

type Plan = { name: string; types: string[] };
const plans = new Map<string, Plan>();

function planOf(text: string): Plan {
  const known = plans.get(text);
  if (known) return known;
  const name = `one_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  const types: string[] = [];
  for (const [, n, type] of text.matchAll(/\$(\d+)::(\w+(?:\[\])?)/g)) types[Number(n) - 1] = type!;
  const plan = { name, types };
  plans.set(text, plan);
  return plan;
}

/** A text in a message that has no parameters: no letter of base64 means anything to a parser. @throws for anything but a text */
function literal(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('Only texts can be written into a statement');
  return `convert_from(decode('${Buffer.from(value).toString('base64')}', 'base64'), 'UTF8')`;
}
