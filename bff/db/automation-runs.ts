import { and, desc, eq, sql } from 'drizzle-orm';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { automationDecisions as decisions, automationRuns as runs } from './schema/index.ts';

export type RunRow = Omit<typeof runs.$inferSelect, 'merchantId'>;
export type DecisionRow = Omit<typeof decisions.$inferSelect, 'merchantId'>;

/** Begins runs; one that there is already for its occasion is not begun again. Returns the ids of those that are new. */
export async function insertRuns(tx: MerchantTx, added: readonly RunRow[]): Promise<string[]> {
  if (added.length === 0) return [];
  const rows = await tx
    .insert(runs)
    .values(added.map(run => ({ ...run, merchantId: tx.merchantId })))
    .onConflictDoNothing({ target: [runs.merchantId, runs.ruleId, runs.scopeKey] })
    .returning({ id: runs.id });
  return rows.map(({ id }) => id);
}

/** These runs; in no order. */
export async function findRuns(tx: MerchantTx, ids: readonly string[]): Promise<RunRow[]> {
  const rows = await tx
    .select()
    .from(runs)
    .where(and(ofMerchant(tx, runs), anyOf(runs.id, [...ids])));
  return rows.map(withoutMerchant);
}

/** All runs that began with any of these customers, in whatever state. */
export async function listRunsOf(tx: MerchantTx, customerIds: readonly string[]): Promise<RunRow[]> {
  const rows = await tx
    .select()
    .from(runs)
    .where(and(ofMerchant(tx, runs), anyOf(runs.customerId, [...customerIds])))
    .orderBy(desc(runs.startedAt), desc(runs.id));
  return rows.map(withoutMerchant);
}

/** The names of the events that runs which began with any of these customers wait for; in no order. */
export async function listAwaitedEvents(
  tx: MerchantTx,
  customerIds: readonly string[],
): Promise<{ customerId: string; name: string }[]> {
  return tx
    .selectDistinct({ customerId: runs.customerId, name: sql<string>`${runs.awaits}->>'name'` })
    .from(runs)
    .where(
      and(
        ofMerchant(tx, runs),
        anyOf(runs.customerId, [...customerIds]),
        eq(runs.state, 'waiting'),
        sql`${runs.awaits}->>'on' = 'event'`,
      ),
    );
}

/** How far a run has come. */
export type RunChange = Pick<
  RunRow,
  'id' | 'state' | 'step' | 'steppedAt' | 'dueAt' | 'endedAt' | 'ways' | 'awaits' | 'echoAt'
>;

export async function changeRuns(tx: MerchantTx, changes: readonly RunChange[]): Promise<void> {
  if (changes.length === 0) return;
  const list = JSON.stringify(
    changes.map(({ id, state, step, steppedAt, dueAt, endedAt, ways, awaits, echoAt }) => ({
      ...{ id, state, step, ways, awaits },
      echo_at: echoAt,
      stepped_at: steppedAt,
      due_at: dueAt,
      ended_at: endedAt,
    })),
  );
  await tx.execute(sql`
    update automation_runs r set state = c.state, step = c.step, stepped_at = c.stepped_at, due_at = c.due_at, ended_at = c.ended_at,
      ways = c.ways, awaits = c.awaits, echo_at = c.echo_at
    from jsonb_to_recordset(${list}::jsonb)
      c (id uuid, state text, step int, stepped_at timestamptz, due_at timestamptz, ended_at timestamptz, ways jsonb, awaits jsonb,
        echo_at timestamptz)
    where r.merchant_id = ${tx.merchantId} and r.id = c.id`);
}

/** Writes down why. A step that has done something already refuses to do so again (23505). */
export async function recordDecisions(tx: MerchantTx, added: readonly DecisionRow[]): Promise<void> {
  if (added.length === 0) return;
  await tx.insert(decisions).values(added.map(row => ({ ...row, merchantId: tx.merchantId })));
}

/** Runs are forgotten this many at a time. */
const FORGOTTEN_AT_ONCE = 500;

/**
 * Forgets what was over before then. Of a run that keeps its rule from beginning again for the same cart, quote, order or customer the row
 * stays, without its decisions. Returns how many were forgotten; 0: there are none.
 */
export async function forgetRuns(tx: MerchantTx, before: Date): Promise<number> {
  const of = sql`merchant_id = ${tx.merchantId}`;
  const [row] = await tx.execute<{ runs: number }>(sql`
    with old as materialized (
      select id, scope_key ~ '^(event|hot|dormant):' as ends from automation_runs
      where ${of} and ended_at < ${before.toISOString()}::timestamptz and not forgotten order by ended_at limit ${FORGOTTEN_AT_ONCE}),
    gone as (delete from automation_runs where ${of} and id in (select id from old where ends)),
    kept as (update automation_runs set forgotten = true where ${of} and id in (select id from old where not ends)),
    decided as (delete from automation_decisions where ${of} and run_id in (select id from old where not ends)),
    told as (delete from webhook_outbox where ${of} and run_id in (select id from old where not ends))
    select count(*)::int as runs from old`);
  return row?.runs ?? 0;
}

/** Which of these runs have done something. */
export async function runsThatActed(tx: MerchantTx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectDistinct({ runId: decisions.runId })
    .from(decisions)
    .where(
      and(ofMerchant(tx, decisions), anyOf(decisions.runId, [...ids]), sql`${decisions.outcome} in ('sent', 'acted')`),
    );
  return new Set(rows.map(({ runId }) => runId));
}

const withoutMerchant = <R extends { merchantId: string }>({ merchantId: _, ...rest }: R): Omit<R, 'merchantId'> =>
  rest;

/** When a newer run of the same rule began for the same customer; runs that have none are missing. */
export async function newerRuns(tx: MerchantTx, ids: readonly string[]): Promise<Map<string, Date>> {
  const rows = await tx.execute<{ id: string; at: string }>(sql`
    select r.id, min(n.started_at) as at from automation_runs r
    join automation_runs n on n.merchant_id = r.merchant_id and n.rule_id = r.rule_id and n.customer_id = r.customer_id
      and (n.started_at, n.id) > (r.started_at, r.id)
    where r.merchant_id = ${tx.merchantId} and r.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
    group by r.id`);
  return new Map(rows.map(({ id, at }) => [id, new Date(at)]));
}
