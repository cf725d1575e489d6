import { and, asc, eq, sql } from 'drizzle-orm';
import type { Once, RuleDefinition, Step, Trigger } from '../../contract/automation.ts';
import { ofNewest } from './automation-rules.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { automationRules as rules, automationRuleVersions as versions } from './schema/index.ts';

/** What a version of a rule that is on says of when runs begin, are looked at first, and end. */
export type EnabledRule = {
  ruleId: string;
  version: number;
  enabledAt: Date;
  trigger: Trigger;
  once: Once;
  cancelledBy: RuleDefinition['cancelledBy'];
  firstWait: Step['wait'];
};

const part = <T>(path: string) => sql<T>`${versions.definition} #> ${path}`;

const enabledColumns = {
  ruleId: rules.id,
  version: versions.version,
  enabledAt: sql<Date>`${rules.enabledAt}`.mapWith(rules.enabledAt),
  trigger: part<Trigger>('{trigger}'),
  once: part<Once>('{once}'),
  cancelledBy: part<RuleDefinition['cancelledBy']>('{cancelledBy}'),
  firstWait: part<Step['wait']>('{steps,0,wait}'),
};

/** The rules that are on in their newest versions, without what they do: this is asked for again and again. */
export const listEnabledRules = (tx: MerchantTx): Promise<EnabledRule[]> =>
  tx
    .select(enabledColumns)
    .from(rules)
    .innerJoin(versions, ofNewest(tx))
    .where(and(ofMerchant(tx, rules), eq(rules.enabled, true)))
    .orderBy(asc(rules.id));

/** Of rules that are on, these versions; in no order. */
export async function findEnabledVersions(
  tx: MerchantTx,
  named: readonly { ruleId: string; version: number }[],
): Promise<EnabledRule[]> {
  if (named.length === 0) return [];
  const list = JSON.stringify(named.map(({ ruleId, version }) => ({ rule_id: ruleId, version })));
  return tx
    .select(enabledColumns)
    .from(versions)
    .innerJoin(rules, and(ofMerchant(tx, rules), eq(rules.id, versions.ruleId)))
    .where(
      and(
        ofMerchant(tx, versions),
        eq(rules.enabled, true),
        sql`(${versions.ruleId}, ${versions.version}) in
          (select rule_id, version from jsonb_to_recordset(${list}::jsonb) as told (rule_id uuid, version int))`,
      ),
    );
}
