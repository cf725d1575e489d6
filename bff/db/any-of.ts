import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** The column is one of these, however many: one parameter, so one plan, and no end at 65,535 of them. */
export const anyOf = (column: PgColumn, ids: string[]): SQL =>
  sql`${column} = any(${`{${ids.map(quoted).join(',')}}`}::${sql.raw(column.getSQLType())}[])`;

/** An element of an array's text: here a backslash takes the next character as it is, and knows no \n. */
const quoted = (id: string) => `"${id.replaceAll(/["\\]/g, '\\$&')}"`;
