import type postgres from 'postgres';
import { DEMO_MERCHANT_ID } from './shoppers.ts';

/**
 * Fills the journey with so many events of known browsers, a hundred each, over the last sixty days; written by the server itself, as the
 * owner, on a connection narrowed to the demo's merchant. Returns how many customers there are.
 */
export async function fillJourney(sql: postgres.Sql, rows: number): Promise<number> {
  const people = Math.max(1, Math.round(rows / 100));
  const id = (offset: number, n: string) =>
    `lpad(to_hex(${offset}), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0')`;
  await sql.unsafe(`
    insert into customers (merchant_id, id, kind, full_name, created_at)
    select '${DEMO_MERCHANT_ID}', (${id(1, 'n')})::uuid, 'guest', 'Customer ' || n, now() - interval '60 days'
    from generate_series(1, ${people}) n on conflict do nothing`);
  await sql.unsafe(`
    insert into visitors (merchant_id, id, customer_id, token_hash, created_at)
    select '${DEMO_MERCHANT_ID}', (${id(2, 'n')})::uuid, (${id(1, 'n')})::uuid, sha256(n::text::bytea), now() - interval '60 days'
    from generate_series(1, ${people}) n on conflict do nothing`);
  const AT_ONCE = 500_000;
  for (let from = 0; from < rows; from += AT_ONCE) {
    const to = Math.min(rows, from + AT_ONCE) - 1;
    await sql.unsafe(`
      insert into customer_journey_events (merchant_id, id, subject_id, name, source, occurred_at, client_at, received_at, page_url, page_title, properties)
      select '${DEMO_MERCHANT_ID}', (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
        (${id(2, `n % ${people} + 1`)})::uuid, (array['page_viewed', 'product_viewed', 'cart_item_added', 'product_searched'])[n % 4 + 1], 'web',
        at, at, at, 'https://shop.example/p/' || n % 500, 'Page ' || n % 500, jsonb_build_object('items', jsonb_build_array(jsonb_build_object('id', 'p' || n % 500, 'price', 100)))
      from (select n, now() - (n % 5184000) * interval '1 second' as at from generate_series(${from}, ${to}) n) e on conflict do nothing`);
  }
  // As a table is that has grown over months: what a bulk load leaves behind is done before anything is measured.
  await sql`vacuum (analyze) customer_journey_events, customers, visitors`;
  await sql`checkpoint`;
  return people;
}
