import { randomUUIDv7 } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Rule, RuleDefinition, RuleList, RuleVersions } from '../../contract/automation.ts';
import * as rules from '../db/automation-rules.ts';
import { countRuns } from '../db/automation-run-list.ts';
import { markQuoteHolders } from '../db/journey-marks.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { listTemplates } from '../db/templates.ts';
import { RECIPES } from '../domain/automation/recipes.ts';
import { DAY } from '../domain/duration.ts';
import { stateOf } from '../domain/template-state.ts';
import type { Context } from './context.ts';
import { notFound, Refusal } from './refusal.ts';

const COUNTED_FOR = 30 * DAY;
const NONE: Rule['runs'] = { waiting: 0, done: 0, cancelled: 0, suppressed: 0, failed: 0 };

export const readAutomations = (db: Db, merchantId: string, now: Date): Promise<RuleList> =>
  withMerchant(db, merchantId, async tx => ({
    rules: await present(tx, await rules.listRules(tx), now),
    recipes: [...RECIPES],
  }));

/** @throws Refusal not-found */
export const readAutomation = (db: Db, merchantId: string, id: string, now: Date): Promise<Rule> =>
  withMerchant(db, merchantId, tx => read(tx, id, now));

async function read(tx: MerchantTx, id: string, now: Date): Promise<Rule> {
  const row = await rules.findRule(tx, id);
  if (!row) throw notFound('automation');
  const [rule] = await present(tx, [row], now);
  return rule!;
}

async function present(tx: MerchantTx, rows: readonly rules.RuleRow[], now: Date): Promise<Rule[]> {
  const counts = Map.groupBy(await countRuns(tx, new Date(now.getTime() - COUNTED_FOR)), ({ rule_id }) => rule_id);
  const sendable = new Set((await listTemplates(tx)).filter(row => stateOf(row).sendable).map(({ name }) => name));
  return rows.map(({ id, recipe, version, enabled, enabledAt, definition, updatedAt }) => ({
    ...{ id, recipe, version, enabled, definition },
    enabledAt: enabledAt?.toISOString() ?? null,
    notes: notesOf(definition, sendable),
    runs: { ...NONE, ...Object.fromEntries((counts.get(id) ?? []).map(({ state, runs }) => [state, runs])) },
    updatedAt: updatedAt.toISOString(),
  }));
}

function notesOf({ steps }: RuleDefinition, sendable: ReadonlySet<string>): string[] {
  const names = steps.flatMap(({ do: action }) =>
    action.kind === 'message' && action.template ? [action.template.name] : [],
  );
  return [...new Set(names)]
    .filter(name => !sendable.has(name))
    .map(name => `There is no template “${name}” that can be sent: make it under Templates, or choose another.`);
}

/** A new rule, switched off. */
export const createAutomation = (
  { db, now }: Context,
  merchantId: string,
  agentId: string,
  definition: RuleDefinition,
): Promise<Rule> =>
  withMerchant(db, merchantId, async tx => {
    const id = randomUUIDv7();
    await rules.insertRule(tx, { id, recipe: null, definition, createdBy: agentId, now });
    return read(tx, id, now);
  });

/** A recipe as a rule of the merchant's own, switched off. @throws Refusal not-found */
export const installRecipe = (
  { db, now }: Context,
  merchantId: string,
  agentId: string,
  recipe: string,
): Promise<Rule> =>
  withMerchant(db, merchantId, async tx => {
    const definition = RECIPES.find(({ id }) => id === recipe)?.definition;
    if (!definition) throw notFound('recipe');
    const id = randomUUIDv7();
    await rules.insertRule(tx, { id, recipe, definition, createdBy: agentId, now });
    return read(tx, id, now);
  });

/** `from`: the versions that it may take the place of; `any`: whichever there is; null: that was not said. */
export type RuleChange = { definition: RuleDefinition; from: readonly string[] | 'any' | null };

/**
 * What a rule says from now on; who is under way finishes as they began. Asked for again, because the answer was lost, it is no second
 * version.
 * @throws Refusal not-found; precondition-required; precondition-failed: somebody else was faster
 */
export const changeAutomation = (
  { db, now }: Context,
  merchantId: string,
  agentId: string,
  id: string,
  { definition, from }: RuleChange,
): Promise<Rule> =>
  withMerchant(db, merchantId, async tx => {
    const known = await rules.lockRule(tx, id);
    if (!known) throw notFound('automation');
    if (!from)
      throw new Refusal('precondition-required', 'Send the ETag of what the change was made from as If-Match.');
    const { version } = known;
    if (from === 'any' || from.includes(String(version))) {
      await rules.addRuleVersion(tx, { ruleId: id, version: version + 1, definition, createdBy: agentId, now });
    } else if (!(from.includes(String(version - 1)) && (await saysAlready(tx, id, agentId, definition)))) {
      throw new Refusal('precondition-failed', `The rule is at version ${version} now. Nothing was saved.`);
    }
    return read(tx, id, now);
  });

/** Is it what this agent has said of the rule last? */
async function saysAlready(tx: MerchantTx, id: string, agentId: string, definition: RuleDefinition): Promise<boolean> {
  const [newest] = await rules.listVersions(tx, id);
  return newest?.createdBy === agentId && isDeepStrictEqual(newest.definition, definition);
}

/** On: what happens from now on counts. Off: nothing more is sent, also to those under way. @throws Refusal not-found */
export const switchAutomation = (
  { db, now }: Context,
  merchantId: string,
  id: string,
  enabled: boolean,
): Promise<Rule> =>
  withMerchant(db, merchantId, async tx => {
    if (!(await rules.switchRule(tx, id, enabled, now))) throw notFound('automation');
    const rule = await read(tx, id, now);
    // Quotes that were made before run out all the same.
    if (enabled && rule.definition.trigger.on === 'quote-expiring') await markQuoteHolders(tx, now);
    return rule;
  });

/** @throws Refusal not-found */
export const readAutomationVersions = (db: Db, merchantId: string, id: string): Promise<RuleVersions> =>
  withMerchant(db, merchantId, async tx => {
    const versions = await rules.listVersions(tx, id);
    if (versions.length === 0) throw notFound('automation');
    return {
      versions: versions.map(({ version, definition, createdBy: by, createdAt }) => ({
        ...{ version, definition, by },
        at: createdAt.toISOString(),
      })),
    };
  });
