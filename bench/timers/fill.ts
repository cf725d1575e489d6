import type postgres from 'postgres';

/** `moment`: when the first cart was left; the others follow, `every` ms apart (0: all at once). */
type Runs = { merchantId: string; rule: string; runs: number; moment: Date; every?: number };

/** People known by WhatsApp who agreed to offers and left a cart, each with a run that is due an hour after that; written by the server itself. */
export async function fillRuns(sql: postgres.Sql, { merchantId, rule, runs, moment, every = 0 }: Runs): Promise<void> {
  const at = `timestamptz '${moment.toISOString()}'`;
  const left = `${at} + (n - 1) * interval '${every} milliseconds'`;
  await sql.unsafe(`
    create temp table person as select gen_random_uuid() c, gen_random_uuid() t, gen_random_uuid() i, gen_random_uuid() k, gen_random_uuid() r,
      ${left} l from generate_series(1, ${runs}) n;
    insert into customers (merchant_id, id, kind, created_at) select '${merchantId}', c, 'known', ${at} from person;
    insert into whatsapp_conversations (merchant_id, id, customer_id, created_at) select '${merchantId}', t, c, ${at} from person;
    insert into customer_identities (merchant_id, id, customer_id, kind, value, match_key, created_at)
      select '${merchantId}', i, c, 'bsuid', i::text, null, ${at} from person;
    insert into consents (merchant_id, id, customer_id, topic, action, source, at, recorded_at)
      select '${merchantId}', gen_random_uuid(), c, 'marketing', 'opt-in', 'checkbox', ${at}, ${at} from person;
    insert into carts (merchant_id, id, subject_id, source, external_id, status, items, currency, total, created_at, updated_at)
      select '${merchantId}', k, c, 'api', k::text, 'open', '[{"id":"oak","name":"Oak","quantity":1}]', 'EUR', 10, ${at}, l from person;
    insert into automation_runs (merchant_id, id, rule_id, version, customer_id, scope_key, subject, moment, state, due_at, started_at)
      select '${merchantId}', r, '${rule}', 1, c, 'cart:' || k, json_build_object('cart', k), l, 'waiting', l + interval '1 hour', ${at} from person;
    insert into queue.timers (run_id, merchant_id, due_at) select r, '${merchantId}', l + interval '1 hour' from person;
    drop table person`);
  await sql`analyze`;
}

/** So many timers, and no others, of which none is due for days. */
export async function fillPending(sql: postgres.Sql, merchantId: string, timers: number, now: Date): Promise<void> {
  await sql`truncate queue.timers`;
  await sql`
    insert into queue.timers (run_id, merchant_id, due_at)
    select gen_random_uuid(), ${merchantId}, ${now}::timestamptz + interval '2 days' + n * interval '1 second'
    from generate_series(1, ${timers}::int) n`;
  await sql`analyze queue.timers`;
}

/** Everybody has moved. Returns how many that are. */
export async function markAll(sql: postgres.Sql, merchantId: string): Promise<number> {
  const rows = await sql`
    insert into queue.journey_marks (merchant_id, subject_id, kind, marked_at)
    select merchant_id, id, 'event', now() from customers where merchant_id = ${merchantId} returning 1`;
  return rows.length;
}
