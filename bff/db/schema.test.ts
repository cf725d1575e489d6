import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import * as schema from './schema/index.ts';

type Column = { type: string; notNull: boolean; hasDefault: boolean; values: string[] };

const FREE = 'queue.jobs.kind';

describe("Drizzle's schema", () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  it('is what the migrations made: tables, columns, types, nulls, defaults and the words a column may hold', async () => {
    const found = await migrated(test);
    const described = declared();
    // New kinds of jobs come with new code, so the database does not hold the list.
    assert.deepEqual(described[FREE]?.values, [
      'commerce',
      'dry-run',
      'media',
      'number-health',
      'outgoing-webhook',
      'presence',
      'privacy',
      'quote',
      'reconcile',
      'status',
      'templates',
      'webhook',
    ]);
    assert.deepEqual({ ...described, [FREE]: { ...described[FREE], values: [] } }, found);
  });
});

function declared(): Record<string, Column> {
  const columns: Record<string, Column> = {};
  for (const table of Object.values(schema).filter(value => is(value, PgTable))) {
    const { schema: schemaName = 'public', name, columns: own } = getTableConfig(table);
    for (const column of own) {
      columns[`${schemaName}.${name}.${column.name}`] = {
        type: column.getSQLType().replace(', ', ','),
        notNull: column.notNull,
        hasDefault: column.hasDefault || column.generated !== undefined,
        values: [...(column.enumValues ?? [])].sort(),
      };
    }
  }
  return columns;
}

async function migrated({ ownerSql }: TestDatabase): Promise<Record<string, Column>> {
  const rows = await ownerSql<
    { name: string; type: string; not_null: boolean; has_default: boolean; checks: string }[]
  >`
    select n.nspname || '.' || c.relname || '.' || a.attname as name, format_type(atttypid, atttypmod) as type,
      attnotnull as not_null, atthasdef as has_default, coalesce((
        select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), '') as checks
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'directory', 'queue', 'auth')
      and a.attnum > 0 and not a.attisdropped`;
  return Object.fromEntries(rows.map(row => [row.name, toColumn(row)]));
}

const toColumn = (row: { type: string; not_null: boolean; has_default: boolean; checks: string }): Column => ({
  type: row.type,
  notNull: row.not_null,
  hasDefault: row.has_default,
  values: [...row.checks.matchAll(/ANY \(\(?ARRAY\[(.*?)\]/g)]
    .flatMap(([, list]) => [...list!.matchAll(/'([^']+)'/g)].map(([, word]) => word!))
    .concat([...row.checks.matchAll(/= '([^']+)'::text/g)].map(([, word]) => word!))
    .sort(),
});
