import type { Sql } from '../db/connection.ts';
import { journeysFollowed } from './journeys-followed.ts';

/** The number of rows of every table of ours, whoever's they are: `{'public.customers': 3, …}`, when all that follows from before is written. Ask it as the owner. */
export async function countRows(ownerSql: Sql): Promise<Record<string, number>> {
  await journeysFollowed(ownerSql);
  const counts: Record<string, number> = {};
  for (const name of await tableNames(ownerSql)) {
    counts[name] = (await readAll<{ n: number }>(ownerSql, name, 'count(*)::int as n'))[0]!.n;
  }
  return counts;
}

/** Every row of every table as text, whoever's they are, when all that follows from before is written. */
export async function dumpRows(ownerSql: Sql): Promise<string> {
  await journeysFollowed(ownerSql);
  const lines: string[] = [];
  for (const name of await tableNames(ownerSql)) {
    for (const row of await readAll<{ line: string }>(ownerSql, name, 't::text as line')) lines.push(row.line);
  }
  return lines.join('\n');
}

async function tableNames(ownerSql: Sql): Promise<string[]> {
  const rows = await ownerSql<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'directory', 'queue', 'auth') order by 1`;
  return rows.map(({ name }) => name);
}

/** Row security binds the owner too (FORCE), so it is lifted for this transaction alone, which is rolled back. */
async function readAll<T extends object>(ownerSql: Sql, table: string, columns: string): Promise<T[]> {
  let rows: T[] = [];
  await ownerSql
    .begin(async tx => {
      if (table.startsWith('public.')) await tx.unsafe(`alter table ${table} no force row level security`);
      rows = [...(await tx.unsafe<T[]>(`select ${columns} from ${table} t`))];
      throw ROLL_BACK;
    })
    .catch(error => {
      if (error !== ROLL_BACK) throw error;
    });
  return rows;
}

const ROLL_BACK = new Error('rolled back');
