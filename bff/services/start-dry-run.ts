import { randomUUIDv7 } from 'node:crypto';
import type { RuleDefinition } from '../../contract/automation.ts';
import type { DryRun, DryRunInput } from '../../contract/dry-run.ts';
import { findRule } from '../db/automation-rules.ts';
import { endDryRun, findDryRun, findDryRunUnderWay, insertDryRun } from '../db/dry-runs.ts';
import { enqueue } from '../db/jobs.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { countPeople } from '../db/past-people.ts';
import { RECIPES } from '../domain/automation/recipes.ts';
import { emptyTally } from '../domain/dry-run/tally.ts';
import { DAY } from '../domain/duration.ts';
import type { Context } from './context.ts';
import { presentDryRun } from './read-dry-runs.ts';
import { notFound, Refusal } from './refusal.ts';
import { isUniqueViolation } from './write-conflict.ts';

/** So far back a rule is replayed. */
export const REPLAYED_FOR = 30 * DAY;

type What = { ruleId: string | null; recipe: string | null; definition: RuleDefinition };

/**
 * Has a rule, a recipe or a draft replayed over the last 30 days, in the background.
 * @throws Refusal not-found; conflict while another one of the merchant's is under way
 */
export async function startDryRun(
  { db, live, now }: Context,
  merchantId: string,
  agentId: string,
  input: DryRunInput,
): Promise<DryRun> {
  const dryRun = await withMerchant(db, merchantId, async tx => {
    const what = await findWhat(tx, input);
    if (await findDryRunUnderWay(tx)) throw UNDER_WAY;
    const id = randomUUIDv7();
    const times = { fromAt: new Date(now.getTime() - REPLAYED_FOR), toAt: now, createdAt: now, endedAt: null };
    const begun = {
      state: 'waiting',
      people: await countPeople(tx),
      looked: 0,
      cursor: null,
      tally: emptyTally(),
    } as const;
    await insertDryRun(tx, { id, ...what, ...times, ...begun, createdBy: agentId });
    await enqueue(tx, { id: randomUUIDv7(), kind: 'dry-run', ref: id, dueAt: now });
    return presentDryRun(tx, (await findDryRun(tx, id))!);
  }).catch(error => {
    throw isUniqueViolation(error) ? UNDER_WAY : error;
  });
  live.publish({ kind: 'work', jobs: 'dry-run' });
  return dryRun;
}

const UNDER_WAY = new Refusal('conflict', 'A dry run is under way already: wait until it is done, or cancel it.');

async function findWhat(tx: MerchantTx, { automation, recipe, definition }: DryRunInput): Promise<What> {
  if (recipe) {
    const found = RECIPES.find(({ id }) => id === recipe);
    if (!found) throw notFound('recipe');
    return { ruleId: null, recipe, definition: found.definition };
  }
  if (!automation) return { ruleId: null, recipe: null, definition: definition! };
  const rule = await findRule(tx, automation);
  if (!rule) throw notFound('automation');
  return { ruleId: rule.id, recipe: null, definition: definition ?? rule.definition };
}

/** It goes no further; what was counted up to now stays. What is over stays as it is. @throws Refusal not-found */
export const cancelDryRun = ({ db, now }: Context, merchantId: string, id: string): Promise<DryRun> =>
  withMerchant(db, merchantId, async tx => {
    await endDryRun(tx, id, 'cancelled', now);
    const row = await findDryRun(tx, id);
    if (!row) throw notFound('dry run');
    return presentDryRun(tx, row);
  });
