import { sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';

export type FunnelRow = {
  step: number;
  planned: number;
  sent: number;
  delivered: number;
  read: number;
  replied: number;
  bought: number;
};

type Which = {
  ruleId: string;
  version?: number | undefined;
  since: Date;
  /** How long after a message an answer or an order counts for it. */
  countedHours: number;
  /** So many runs are looked at, the newest. */
  most: number;
};

/**
 * How far each step brought the runs that began since. All that is asked of a run is asked by an index: its cost grows with the runs
 * that are counted, not with those that there are.
 */
export async function countSteps(
  tx: MerchantTx,
  { ruleId, version, since, countedHours, most }: Which,
): Promise<{ runs: number; steps: FunnelRow[] }> {
  const of = (table: string) => sql`${sql.raw(table)}.merchant_id = ${tx.merchantId}`;
  const counted = sql`m.sent_at + make_interval(hours => ${countedHours})`;
  const rows = await tx.execute<FunnelRow & { runs: number }>(sql`
    with counted as materialized (
      select r.id, r.step, r.customer_id from automation_runs r
      where ${of('r')} and r.rule_id = ${ruleId} and r.started_at >= ${since.toISOString()}::timestamptz
        ${version === undefined ? sql`` : sql`and r.version = ${version}`}
      order by r.started_at desc, r.id desc limit ${most}),
    came as materialized (
      select step, count(*)::int as planned from (
        select id, step from counted
        union select d.run_id, d.step from counted r join automation_decisions d on ${of('d')} and d.run_id = r.id) looked
      group by step),
    acts as materialized (
      select d.step, d.message_id, coalesce(c.merged_into, c.id) as customer_id
      from counted r
      join automation_decisions d on ${of('d')} and d.run_id = r.id and d.outcome not in ('planned', 'waiting', 'suppressed', 'cancelled', 'failed')
      join customers c on ${of('c')} and c.id = r.customer_id),
    told as materialized (
      select a.step,
        coalesce(l.state in ('delivered', 'read', 'played'), m.channel = 'web', false) as delivered,
        coalesce(l.state in ('read', 'played'), m.channel = 'web' and t.read_by_shopper >= m.position, false) as read,
        exists (
          select from whatsapp_messages w where ${of('w')} and w.conversation_id = m.conversation_id
            and w.position > m.position and w.author = 'shopper' and w.sent_at < ${counted}) as replied,
        exists (
          select from (
            select a.customer_id as id
            union all select v.id from visitors v where ${of('v')} and v.customer_id = a.customer_id
            union all select p.id from customers p where ${of('p')} and p.merged_into = a.customer_id) s
          cross join lateral (
            select from orders o where ${of('o')} and o.subject_id = s.id and o.placed_at >= m.sent_at and o.placed_at < ${counted}
              and o.source <> 'web' and o.status <> 'cancelled' limit 1) o) as bought
      from acts a
      left join whatsapp_messages m on ${of('m')} and m.id = a.message_id
      left join deliveries l on ${of('l')} and l.message_id = a.message_id
      left join whatsapp_conversations t on ${of('t')} and t.id = m.conversation_id)
    select came.step, came.planned, (select count(*)::int from counted) as runs, count(told.step)::int as sent,
      count(*) filter (where told.delivered)::int as delivered, count(*) filter (where told.read)::int as read,
      count(*) filter (where told.replied)::int as replied, count(*) filter (where told.bought)::int as bought
    from came left join told on told.step = came.step
    group by came.step, came.planned order by came.step`);
  return { runs: rows[0]?.runs ?? 0, steps: rows.map(({ runs: _, ...row }) => row) };
}
