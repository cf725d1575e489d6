import { createHash } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Row, Sql } from 'postgres';
import type { Db } from './merchant-tx.ts';
import { hasCode } from './setup-error.ts';

const dialect = new PgDialect();
/** Each connection is asked for a plan once; one that has it already was asked by somebody else meanwhile. */
const ATTEMPTS = 50;
/** SQLSTATE invalid_sql_statement_name, duplicate_prepared_statement. */
const [NO_SUCH_PLAN, IS_PLANNED] = ['26000', '42P05'];

/**
 * Runs one statement in a transaction of its own that sees and writes this merchant's rows alone, as `withMerchant` does, in one way to
 * the database and back, where that has four; where what is asked is small, the ways are most of what it costs. Statements of one message
 * are one transaction (PostgreSQL, "Multiple Statements in a Simple Query"); it is planned once for a connection.
 * @param statement each parameter with its type behind it (`${id}::uuid`)
 * @throws what the statement throws; then nothing of it was kept. When the connection was lost it may have been.
 */
export async function inOneStatement<T extends Row>(db: Db, merchantId: string, statement: SQL): Promise<T[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const { name, types } = planOf(text);
  const values = params.map((value, i) => `${literal(value)}::${types[i]}`);
  const given = values.length > 0 ? `(${values.join(', ')})` : '';
  const run = `select set_config('app.merchant_id', ${literal(merchantId)}, true); execute ${name}${given}`;
  const { $client } = db as Db & { $client: Sql };
  for (let attempt = 1; ; attempt++) {
    const isPlanned = attempt % 2 === 1;
    try {
      const results = await $client.unsafe(isPlanned ? run : `prepare ${name} as ${text}; ${run}`);
      return [...(results.at(-1) as unknown as T[])];
    } catch (error) {
      if (attempt === ATTEMPTS || !hasCode(error, isPlanned ? NO_SUCH_PLAN : IS_PLANNED)) throw error;
    }
  }
}

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
