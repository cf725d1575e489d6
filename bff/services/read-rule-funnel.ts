import type { RuleFunnel, RuleFunnelQuery } from '../../contract/automation-funnel.ts';
import { countSteps } from '../db/automation-funnel.ts';
import { findRule } from '../db/automation-rules.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { DAY } from '../domain/duration.ts';
import { notFound } from './refusal.ts';

/** So long after a message an answer or an order counts for it. */
const COUNTED_DAYS = 7;
const MOST_RUNS = 10_000;

/** How far each step of a rule brought those for whom it began. @throws Refusal not-found */
export const readRuleFunnel = (
  db: Db,
  merchantId: string,
  ruleId: string,
  { days, version }: RuleFunnelQuery,
  now: Date,
): Promise<RuleFunnel> =>
  withMerchant(db, merchantId, async tx => {
    const rule = await findRule(tx, ruleId);
    if (!rule) throw notFound('automation');
    const since = new Date(now.getTime() - days * DAY);
    const which = { ruleId, version, since, countedHours: COUNTED_DAYS * 24, most: MOST_RUNS };
    const { runs, steps } = await countSteps(tx, which);
    const length = Math.max(rule.definition.steps.length, ...steps.map(({ step }) => step + 1));
    const nothing = { planned: 0, sent: 0, delivered: 0, read: 0, replied: 0, bought: 0 };
    return {
      ...{ since: since.toISOString(), countedDays: COUNTED_DAYS, runs, isCapped: runs === MOST_RUNS },
      steps: Array.from({ length }, (_, step) => ({ ...nothing, ...steps.find(row => row.step === step), step })),
    };
  });
