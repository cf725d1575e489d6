import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { AutomationSettings, RuleDefinition } from '../../contract/automation.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import {
  automationRules as rules,
  automationSettings as settings,
  automationRuleVersions as versions,
} from './schema/index.ts';

/** Joins rules to what they say now. */
export const ofNewest = (tx: MerchantTx) =>
  and(ofMerchant(tx, versions), eq(versions.ruleId, rules.id), eq(versions.version, rules.version));

export type RuleRow = {
  id: string;
  recipe: string | null;
  version: number;
  enabled: boolean;
  enabledAt: Date | null;
  updatedAt: Date;
  definition: RuleDefinition;
};

const ruleColumns = {
  id: rules.id,
  recipe: rules.recipe,
  version: rules.version,
  enabled: rules.enabled,
  enabledAt: rules.enabledAt,
  updatedAt: rules.updatedAt,
  definition: versions.definition,
};

/** All rules in their newest versions, in the order in which they were made. */
export const listRules = (tx: MerchantTx): Promise<RuleRow[]> =>
  tx
    .select(ruleColumns)
    .from(rules)
    .innerJoin(versions, ofNewest(tx))
    .where(ofMerchant(tx, rules))
    .orderBy(asc(rules.id));

export async function findRule(tx: MerchantTx, id: string): Promise<RuleRow | null> {
  const [row] = await tx
    .select(ruleColumns)
    .from(rules)
    .innerJoin(versions, ofNewest(tx))
    .where(and(ofMerchant(tx, rules), eq(rules.id, id)));
  return row ?? null;
}

/** For nobody else until the transaction ends. */
export async function lockRule(tx: MerchantTx, id: string): Promise<{ version: number } | null> {
  const [row] = await tx
    .select({ version: rules.version })
    .from(rules)
    .where(and(ofMerchant(tx, rules), eq(rules.id, id)))
    .for('update');
  return row ?? null;
}

type NewVersion = { ruleId: string; version: number; definition: RuleDefinition; createdBy: string | null; now: Date };

/** A new rule, switched off, in its first version. */
export async function insertRule(
  tx: MerchantTx,
  { id, recipe, ...first }: Omit<NewVersion, 'ruleId' | 'version'> & { id: string; recipe: string | null },
): Promise<void> {
  const { merchantId } = tx;
  await tx.insert(rules).values({ merchantId, id, recipe, version: 1, createdAt: first.now, updatedAt: first.now });
  await insertVersion(tx, { ...first, ruleId: id, version: 1 });
}

/** What a rule says from now on; runs that are under way keep theirs. The rule must be locked. */
export async function addRuleVersion(tx: MerchantTx, version: NewVersion): Promise<void> {
  await insertVersion(tx, version);
  await tx
    .update(rules)
    .set({ version: version.version, updatedAt: version.now })
    .where(and(ofMerchant(tx, rules), eq(rules.id, version.ruleId)));
}

async function insertVersion(tx: MerchantTx, { now, ...version }: NewVersion): Promise<void> {
  await tx.insert(versions).values({ ...version, merchantId: tx.merchantId, createdAt: now });
}

/** On from now, or off. Returns whether there is such a rule. */
export async function switchRule(tx: MerchantTx, id: string, enabled: boolean, now: Date): Promise<boolean> {
  const rows = await tx
    .update(rules)
    .set({
      enabled,
      updatedAt: now,
      ...(enabled && {
        enabledAt: sql`case when ${rules.enabled} then ${rules.enabledAt} else ${now.toISOString()}::timestamptz end`,
      }),
    })
    .where(and(ofMerchant(tx, rules), eq(rules.id, id)))
    .returning({ id: rules.id });
  return rows.length > 0;
}

export async function listVersions(
  tx: MerchantTx,
  ruleId: string,
): Promise<{ version: number; definition: RuleDefinition; createdBy: string | null; createdAt: Date }[]> {
  return tx
    .select({
      version: versions.version,
      definition: versions.definition,
      createdBy: versions.createdBy,
      createdAt: versions.createdAt,
    })
    .from(versions)
    .where(and(ofMerchant(tx, versions), eq(versions.ruleId, ruleId)))
    .orderBy(desc(versions.version));
}

/** What runs under way go by: each version that is named, and whether its rule is on. */
export async function findVersions(
  tx: MerchantTx,
  ruleIds: readonly string[],
): Promise<{ ruleId: string; version: number; definition: RuleDefinition; enabled: boolean }[]> {
  if (ruleIds.length === 0) return [];
  return tx
    .select({
      ruleId: versions.ruleId,
      version: versions.version,
      definition: versions.definition,
      enabled: rules.enabled,
    })
    .from(versions)
    .innerJoin(rules, and(ofMerchant(tx, rules), eq(rules.id, versions.ruleId)))
    .where(and(ofMerchant(tx, versions), inArray(versions.ruleId, [...ruleIds])));
}

/** What the merchant has settled; null: nothing yet. */
export async function findAutomationSettings(tx: MerchantTx): Promise<AutomationSettings | null> {
  const [row] = await tx
    .select({
      timeZone: settings.timeZone,
      quiet: settings.quiet,
      businessWeek: settings.businessWeek,
      cap: settings.cap,
    })
    .from(settings)
    .where(ofMerchant(tx, settings));
  return row ?? null;
}

export async function saveAutomationSettings(tx: MerchantTx, told: AutomationSettings, now: Date): Promise<void> {
  const row = { ...told, updatedAt: now };
  await tx
    .insert(settings)
    .values({ ...row, merchantId: tx.merchantId })
    .onConflictDoUpdate({ target: settings.merchantId, set: row });
}
