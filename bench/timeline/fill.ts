import type postgres from 'postgres';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';

export const CUSTOMERS = 100_000;
export const BROWSERS = 5;
export const EVENTS_OF_ONE = 10_000;

/** The `n`th of the customers whom `fillJourney` and {@link fillCustomers} make, from 1 on. */
export const customerId = (n: number) => `00000001-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
/** Who has {@link EVENTS_OF_ONE} events in {@link BROWSERS} browsers, and a thousand changes of the score. */
export const BUSY = customerId(0);

const id = (offset: number, n: string) =>
  `(lpad(to_hex(${offset}), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** So many customers with a journey: a third without a name, few of them known, scores as a shop has them, most of them low. */
export async function fillCustomers(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    insert into customers (merchant_id, id, kind, full_name, created_at)
    select '${DEMO_MERCHANT_ID}', ${id(1, 'n')}, case when n % 20 = 0 then 'known' else 'guest' end,
      case when n % 3 > 0 then (array['Anna', 'Bruno', 'Chiara', 'Dörte', 'Émile'])[n % 5 + 1] || ' ' || md5(n::text) end, now()
    from generate_series(0, ${CUSTOMERS - 1}) n
    on conflict (merchant_id, id) do update set kind = excluded.kind, full_name = excluded.full_name`);
  await sql.unsafe(`
    insert into customer_journeys (merchant_id, customer_id, stage, furthest_stage, score, reasons, table_version, is_hot, scored_at,
      first_seen_at, last_seen_at, visits, page_views)
    select '${DEMO_MERCHANT_ID}', ${id(1, 'n')}, 'engaged', 'engaged', score,
      '[{"kind": "event", "name": "product_viewed", "times": 3, "counted": 3, "points": 9}]', 0, score >= 60, now(),
      now(), now() - n * interval '7 seconds', 1 + n % 9, n % 40
    from (select n, (100 * ((n * 7919) % 1000 / 1000.0) ^ 3)::int as score from generate_series(0, ${CUSTOMERS - 1}) n) s
    on conflict do nothing`);
  await sql`analyze customers, customer_journeys`;
}

/** One customer who has done very much. */
export async function fillBusyCustomer(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    insert into visitors (merchant_id, id, customer_id, token_hash, created_at)
    select '${DEMO_MERCHANT_ID}', ${id(3, 'n')}, '${BUSY}', sha256(('busy ' || n)::bytea), now() from generate_series(1, ${BROWSERS}) n`);
  await sql.unsafe(`
    insert into customer_journey_events (merchant_id, id, subject_id, name, source, occurred_at, client_at, received_at, page_url,
      page_title, properties)
    select '${DEMO_MERCHANT_ID}',
      (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70009000' || lpad(to_hex(n), 12, '0'))::uuid,
      ${id(3, `n % ${BROWSERS} + 1`)}, (array['page_viewed', 'product_viewed', 'cart_item_added', 'product_searched'])[n % 4 + 1],
      'web', at, at, at, 'https://shop.example/p/' || n % 500, 'Page ' || n % 500,
      jsonb_build_object('items', jsonb_build_array(jsonb_build_object('id', 'p' || n % 500, 'price', 100)))
    from (select n, now() - n * interval '500 seconds' as at from generate_series(1, ${EVENTS_OF_ONE}) n) e`);
  await sql.unsafe(`
    insert into lead_score_changes (merchant_id, id, customer_id, score_from, score_to, stage_to, became_hot, reasons, created_at)
    select '${DEMO_MERCHANT_ID}', ${id(7, 'n')}, '${BUSY}', n % 100, n % 100 + 1, 'engaged', false, '[]', now() - n * interval '5000 seconds'
    from generate_series(1, 1000) n`);
}
