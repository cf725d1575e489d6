import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Demo } from './demo.ts';

/** How many rows each table of the demo's database holds, seen past row-level security. */
export async function countRows(demo: Demo): Promise<Record<string, number>> {
  return withDatabase(demo, async sql => {
    const tables = await sql<{ name: string }[]>`
      select quote_ident(nspname) || '.' || quote_ident(relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where relkind = 'r' and nspname not in ('pg_catalog', 'information_schema')`;
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await sql.unsafe<{ count: number }[]>(`select count(*)::int as count from ${name}`);
      counts[name] = row!.count;
    }
    return counts;
  });
}

/** Makes it look as if the customer's last WhatsApp message were that many hours old. */
export async function letTimePass(demo: Demo, conversationId: string, hours: number): Promise<void> {
  await withDatabase(
    demo,
    sql => sql`
      update service_windows w set last_inbound_at = now() - ${hours} * interval '1 hour' from whatsapp_conversations c
      where c.id = ${conversationId} and w.identity_id = c.whatsapp_identity_id and w.number_id = c.whatsapp_number_id`,
  );
}

async function withDatabase<T>(demo: Demo, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(superuserUrl(demo.dataDir), { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

function superuserUrl(dataDir: string): string {
  const pointer = join(dataDir, 'postgres-location');
  const home = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(dataDir, 'postgres');
  const port = readFileSync(join(home, 'data/postmaster.pid'), 'utf8').split('\n')[3];
  return `postgres://postgres:${readFileSync(join(home, 'password'), 'utf8')}@127.0.0.1:${port}/woodex`;
}
