import type { Run, RunDecision, RunPage, RunQuery } from '../../contract/automation.ts';
import { findRule } from '../db/automation-rules.ts';
import { type ListedDecision, type ListedRun, listDecisions, listRuns } from '../db/automation-run-list.ts';
import { findCurrentCustomer } from '../db/customers.ts';
import { BadCursor } from '../db/inbox.ts';
import { subjectsOf } from '../db/journey-marks.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { notFound, Refusal } from './refusal.ts';

/** Runs of a rule, of one customer alone if one is named. @throws Refusal not-found, invalid-request */
export const readRunsOfRule = (db: Db, merchantId: string, ruleId: string, query: RunQuery): Promise<RunPage> =>
  withMerchant(db, merchantId, async tx => {
    if (!(await findRule(tx, ruleId))) throw notFound('automation');
    const customers = query.customer ? await partsOf(tx, query.customer) : undefined;
    return pageOfRuns(tx, { ...query, ruleId, customers });
  });

/** Everything that rules did, or did not do, for a customer. @throws Refusal not-found, invalid-request */
export const readRunsOfCustomer = (
  db: Db,
  merchantId: string,
  customerId: string,
  query: Omit<RunQuery, 'customer'>,
): Promise<RunPage> =>
  withMerchant(db, merchantId, async tx => pageOfRuns(tx, { ...query, customers: await partsOf(tx, customerId) }));

async function partsOf(tx: MerchantTx, id: string): Promise<string[]> {
  const customer = await findCurrentCustomer(tx, id);
  if (!customer) throw notFound('customer');
  return (await subjectsOf(tx, [customer.id])).get(customer.id)!;
}

/** @throws Refusal invalid-request */
export async function pageOfRuns(tx: MerchantTx, which: Parameters<typeof listRuns>[1]): Promise<RunPage> {
  try {
    const { rows, next } = await listRuns(tx, which);
    const decisions = Map.groupBy(
      await listDecisions(
        tx,
        rows.map(({ id }) => id),
      ),
      ({ run_id }) => run_id,
    );
    return { runs: rows.map(row => toRun(row, decisions.get(row.id) ?? [])), next };
  } catch (error) {
    if (error instanceof BadCursor) throw new Refusal('invalid-request', 'cursor: take it from `next` of a page.');
    throw error;
  }
}

const toRun = (row: ListedRun, decisions: readonly ListedDecision[]): Run => ({
  id: row.id,
  rule: { id: row.rule_id, name: row.rule_name, version: row.version },
  customer: { id: row.customer_id, name: row.full_name, phone: row.phone },
  state: row.state,
  startedAt: new Date(row.started_at).toISOString(),
  dueAt: row.due_at === null ? null : new Date(row.due_at).toISOString(),
  decisions: decisions.map(toDecision),
});

function toDecision(row: ListedDecision): RunDecision {
  const { step, outcome, reason, words, message_id: id, channel, delivery_state: state, error_title: error } = row;
  const facts = typeof row.facts === 'string' ? (JSON.parse(row.facts) as RunDecision['facts']) : row.facts;
  const delivery = state === null ? null : { state, error };
  const message = id && channel ? { id, channel, delivery } : null;
  const { webhook_id: webhookId, webhook_state: hookState, attempts, answer } = row;
  const webhook = webhookId && hookState ? { id: webhookId, state: hookState, attempts: attempts ?? 0, answer } : null;
  return { at: new Date(row.at).toISOString(), step, outcome, reason, words, facts, message, webhook };
}
