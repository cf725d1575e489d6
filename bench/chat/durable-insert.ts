import { randomUUIDv7 } from 'node:crypto';
import postgres from 'postgres';

/** Milliseconds of `count` inserts, one after the other, of one small row each, as durable as the server makes them. */
export async function timeInserts(ownerUrl: string, count: number): Promise<number[]> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`create table if not exists bench_rows (id uuid primary key, text text not null)`;
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const begun = performance.now();
      await sql`insert into bench_rows values (${randomUUIDv7()}, 'Is the oak table still to be had in 180 cm?')`;
      times.push(performance.now() - begun);
    }
    await sql`drop table bench_rows`;
    return times;
  } finally {
    await sql.end();
  }
}
