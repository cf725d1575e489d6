import { type SQL, sql } from 'drizzle-orm';
import type { RunDecision, RunQuery, RunState } from '../../contract/automation.ts';
import type { DeliveryState } from '../../contract/message.ts';
import type { OutgoingState } from '../../contract/outgoing-webhook.ts';
import { exactMoment, isExactMoment } from './exact-moment.ts';
import { BadCursor } from './inbox.ts';
import type { MerchantTx } from './merchant-tx.ts';

export type ListedRun = {
  id: string;
  rule_id: string;
  rule_name: string;
  version: number;
  customer_id: string;
  full_name: string | null;
  phone: string | null;
  state: RunState;
  started_at: string;
  due_at: string | null;
};

type Which = Pick<RunQuery, 'state' | 'cursor' | 'limit'> & {
  ruleId?: string | undefined;
  /** A customer with those who became part of them. */
  customers?: readonly string[] | undefined;
};

/** One page of runs, newest first. @throws BadCursor */
export async function listRuns(
  tx: MerchantTx,
  { ruleId, customers, state, cursor, limit }: Which,
): Promise<{ rows: ListedRun[]; next: string | null }> {
  const only: SQL[] = [sql`r.merchant_id = ${tx.merchantId} and not r.forgotten`];
  if (ruleId) only.push(sql`r.rule_id = ${ruleId}`);
  if (customers) only.push(sql`r.customer_id = any(${`{${customers.join(',')}}`}::uuid[])`);
  if (state) only.push(sql`r.state = ${state}`);
  if (cursor) only.push(before(cursor));
  const rows = await tx.execute<ListedRun & { moment: string }>(sql`
    select r.id, r.rule_id, v.definition->>'name' as rule_name, r.version, c.id as customer_id, c.full_name, c.phone, r.state,
      r.started_at, r.due_at, ${exactMoment(sql`r.started_at`)} as moment
    from automation_runs r
    join automation_rule_versions v on v.merchant_id = r.merchant_id and v.rule_id = r.rule_id and v.version = r.version
    join customers o on o.merchant_id = r.merchant_id and o.id = r.customer_id
    join customers c on c.merchant_id = r.merchant_id and c.id = coalesce(o.merged_into, o.id)
    where ${sql.join(only, sql` and `)}
    order by r.started_at desc, r.id desc limit ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? Buffer.from(`${last.moment} ${last.id}`).toString('base64url') : null;
  return { rows: shown, next };
}

const CURSOR = /^(\S+) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function before(cursor: string): SQL {
  const [, at = '', id = ''] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (!isExactMoment(at)) throw new BadCursor();
  return sql`(r.started_at, r.id) < (${at}::timestamptz, ${id}::uuid)`;
}

export type ListedDecision = {
  run_id: string;
  at: string;
  step: number;
  outcome: RunDecision['outcome'];
  reason: string;
  words: string;
  facts: RunDecision['facts'] | string;
  message_id: string | null;
  channel: 'web' | 'whatsapp' | null;
  delivery_state: DeliveryState | null;
  error_title: string | null;
  webhook_id: string | null;
  webhook_state: OutgoingState | null;
  attempts: number | null;
  answer: string | null;
};

/** Why these runs did what they did, in order, with what became of what they sent. */
export async function listDecisions(tx: MerchantTx, runIds: readonly string[]): Promise<ListedDecision[]> {
  if (runIds.length === 0) return [];
  return tx.execute<ListedDecision>(sql`
    select d.run_id, d.at, d.step, d.outcome, d.reason, d.words, d.facts, d.message_id, m.channel, l.state as delivery_state, l.error_title,
      d.webhook_id, w.state as webhook_state, w.attempts, w.answer
    from automation_decisions d
    left join whatsapp_messages m on m.merchant_id = d.merchant_id and m.id = d.message_id
    left join deliveries l on l.merchant_id = d.merchant_id and l.message_id = d.message_id
    left join webhook_outbox w on w.merchant_id = d.merchant_id and w.id = d.webhook_id
    where d.merchant_id = ${tx.merchantId} and d.run_id = any(${`{${runIds.join(',')}}`}::uuid[])
    order by d.run_id, d.at, d.step, d.outcome <> 'planned', d.id`);
}

/** How many runs of each rule began since, by their state. */
export async function countRuns(
  tx: MerchantTx,
  since: Date,
): Promise<{ rule_id: string; state: RunState; runs: number }[]> {
  return tx.execute<{ rule_id: string; state: RunState; runs: number }>(sql`
    select rule_id, state, count(*)::int as runs from automation_runs
    where merchant_id = ${tx.merchantId} and started_at >= ${since.toISOString()}::timestamptz group by rule_id, state`);
}
