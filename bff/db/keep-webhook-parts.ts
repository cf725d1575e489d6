import { sql } from 'drizzle-orm';
import { ask, type Place } from './one-statement.ts';

/** `line`: see webhook_inbox. `jobId`: of its job, should it get one of its own. */
export type NewPart = { id: string; dedupeKey: string; body: string; line: string | null; jobId: string };

/**
 * Keeps what WhatsApp told, each part once, and has the new ones worked on: a line has one job however much waits in it, a part that
 * stands in none has its own. One statement. Rows are written in the order of their keys, so that two who bring the same do not deadlock.
 */
export async function keepWebhookParts(place: Place, parts: readonly NewPart[], now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const list = parts.map(({ dedupeKey, jobId, ...part }) => ({ ...part, dedupe_key: dedupeKey, job_id: jobId }));
  await ask(
    place,
    sql`
    with told as (
      select * from json_to_recordset(${JSON.stringify(list)}::json) t
        (id uuid, dedupe_key text, body text, line uuid, job_id uuid)),
    fresh as (
      insert into webhook_inbox (merchant_id, id, source, dedupe_key, body, line, received_at)
      select ${place.merchantId}::uuid, id, 'whatsapp', dedupe_key, body, line, ${at} from told order by dedupe_key
      on conflict do nothing returning id, line)
    insert into queue.jobs (id, merchant_id, kind, ref, due_at)
    select distinct on (ref) told.job_id, ${place.merchantId}::uuid,
      case when fresh.line is null then 'status' else 'webhook' end, coalesce(fresh.line, fresh.id) as ref, ${at}
    from fresh join told on told.id = fresh.id order by ref, told.job_id
    on conflict (kind, ref) do update set hastened = true where jobs.merchant_id = excluded.merchant_id`,
  );
}
