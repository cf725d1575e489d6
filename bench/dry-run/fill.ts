import type postgres from 'postgres';

/** A person for so many events. */
const EVENTS_EACH = 10;

/**
 * A month of so many events, ten of each person: known by WhatsApp, agreed to offers, in a browser of their own; all look at things, every
 * third one fills a cart on the way, every tenth one pays twice, nearly, and asks for a price: they turn hot. Written by the server itself,
 * as they would have come, one after the other. Returns how many people that are.
 */
export async function fillMonth(sql: postgres.Sql, merchantId: string, events: number, now: Date): Promise<number> {
  const people = Math.ceil(events / EVENTS_EACH);
  const from = `timestamptz '${new Date(now.getTime() - 30 * 86_400_000).toISOString()}'`;
  await sql.unsafe(`
    set work_mem = '256MB';
    create temp table person as select n, gen_random_uuid() c, gen_random_uuid() v, gen_random_uuid() i, gen_random_uuid() t,
      ${from} + random() * interval '25 days' as begun from generate_series(1, ${people}) n;
    insert into customers (merchant_id, id, kind, created_at) select '${merchantId}', c, 'known', ${from} from person;
    insert into visitors (merchant_id, id, customer_id, token_hash, created_at, journey_consent, journey_consent_at, time_zone, language)
      select '${merchantId}', v, c, uuid_send(v) || uuid_send(v), ${from}, 'granted', ${from}, 'Europe/Berlin', 'de' from person;
    insert into customer_identities (merchant_id, id, customer_id, kind, value, match_key, created_at)
      select '${merchantId}', i, c, 'wa_id', '49151' || lpad(n::text, 8, '0'), null, ${from} from person;
    insert into whatsapp_conversations (merchant_id, id, customer_id, created_at) select '${merchantId}', t, c, ${from} from person;
    insert into consents (merchant_id, id, customer_id, topic, action, source, at, recorded_at)
      select '${merchantId}', gen_random_uuid(), c, 'marketing', 'opt-in', 'checkbox', ${from}, ${from} from person where n % 4 <> 0;
    insert into customer_journey_events (merchant_id, id, subject_id, name, source, occurred_at, client_at, received_at, page_url, page_title, properties)
      select '${merchantId}', uuidv7(at - clock_timestamp()), v,
        case when n % 10 = 0 and k in (2, 5) then 'checkout_started' when n % 10 = 0 and k in (7, 8) then 'quote_requested'
          when n % 3 = 0 and k in (3, 6) then 'cart_item_added' when k % 2 = 0 then 'product_viewed' else 'page_viewed' end,
        'web', at, at, at, 'https://shop.example/' || k, 'A page', jsonb_build_object('currency', 'EUR', 'items',
          jsonb_build_array(jsonb_build_object('id', 'p' || k, 'name', 'Oak table ' || k, 'price', 100 + k)))
      from (select p.*, k, begun + k * interval '7 hours' * random() as at from person p cross join generate_series(1, ${EVENTS_EACH}) k
        order by at limit ${events}) e;
    drop table person;
    reset work_mem`);
  await sql`analyze customers, visitors, customer_identities, whatsapp_conversations, consents, customer_journey_events`;
  return people;
}
