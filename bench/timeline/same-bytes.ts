import { sql } from 'drizzle-orm';
import type postgres from 'postgres';
import { type Db, withMerchant } from '../../bff/db/merchant-tx.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';

/** The floor's table: answers as they were given, one a row, under their number. */
export async function makeAnswers(owner: postgres.Sql, appUrl: string): Promise<void> {
  await owner`create table bench_answers (id int primary key, answer text not null)`;
  await owner.unsafe(`grant select, insert on bench_answers to "${new URL(appUrl).username}"`);
}

export const keepAnswer = (db: Db, id: number, answer: unknown): Promise<unknown> =>
  db.execute(sql`insert into bench_answers values (${id}, ${JSON.stringify(answer)})`);

/** The floor: the same bytes, read in one row by its key, over the same connection in the same kind of transaction. */
export const readAnswer = (db: Db, id: number): Promise<unknown> =>
  withMerchant(db, DEMO_MERCHANT_ID, async tx => {
    const [row] = await tx.execute<{ answer: string }>(sql`select answer from bench_answers where id = ${id}`);
    return JSON.parse(row!.answer) as unknown;
  });
