import type { Why } from '../../contract/automation-why.ts';
import { findRule } from '../db/automation-rules.ts';
import { listRunsOf } from '../db/automation-runs.ts';
import { findCurrentCustomer } from '../db/customers.ts';
import { subjectsOf } from '../db/journey-marks.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import {
  type AskedRule,
  checkCondition,
  decideFirst,
  explainStarts,
  firstWords,
  startWords,
  whyWords,
} from '../domain/automation/why.ts';
import { loadPeople } from './automation-people.ts';
import { currentAutomationSettings, mannersOf } from './automation-settings.ts';
import { pageOfRuns } from './read-automation-runs.ts';
import { notFound } from './refusal.ts';
import { listAccounts } from './template-accounts.ts';
import { whatHappened } from './what-happened.ts';

const OCCASIONS_TOLD = 10;
const RUNS_TOLD = 5;

/** Why a customer got something by a rule, or did not: by the same rules that decide it, from what is known now. @throws Refusal not-found */
export const explainAutomation = (
  db: Db,
  merchantId: string,
  ruleId: string,
  customerId: string,
  now: Date,
): Promise<Why> =>
  withMerchant(db, merchantId, async tx => {
    const row = await findRule(tx, ruleId);
    if (!row) throw notFound('automation');
    const customer = await findCurrentCustomer(tx, customerId);
    if (!customer) throw notFound('customer');
    const { id, kind, fullName, phone } = customer;
    const subjects = await subjectsOf(tx, [id]);
    const parts = subjects.get(id)!;
    const happened = await whatHappened(tx, id, subjects);
    const runs = (await listRunsOf(tx, parts)).filter(run => run.ruleId === ruleId);
    const { definition, enabled, enabledAt } = row;
    const rule: AskedRule = { ruleId, trigger: definition.trigger, once: definition.once, enabled, enabledAt };
    const explained = explainStarts(rule, happened, runs, now);
    const manners = mannersOf(await currentAutomationSettings(tx));
    const person = (await loadPeople(tx, [id], await listAccounts(tx), manners, now)).get(id)!.facts;
    const subject = runs[0]?.subject ?? {};
    return {
      customer: { id, kind, fullName, phone },
      words: whyWords(rule, explained, runs.length),
      occasions: explained.slice(0, OCCASIONS_TOLD).map(one => ({
        at: one.at.toISOString(),
        verdict: one.verdict,
        words: startWords(one, enabledAt),
        run: one.run?.id ?? null,
      })),
      conditions: definition.if && checkCondition(definition.if, { person, subject }, now),
      first: firstWords(decideFirst(definition, person, manners, now)),
      runs: (await pageOfRuns(tx, { ruleId, customers: parts, limit: RUNS_TOLD })).runs,
    };
  });
