import type { Action } from '../../contract/automation-action.ts';
import type { MessageContent } from '../../contract/message.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { findMerchant } from '../db/merchants.ts';
import { listTemplates, type TemplateRow } from '../db/templates.ts';
import { type ConditionFacts, cartOf, orderOf, quoteOf } from '../domain/automation/conditions.ts';
import type { PersonFacts } from '../domain/automation/facts.ts';
import { chooseTemplate } from '../domain/automation/template-choice.ts';
import { readDefinition, type TemplateDefinition } from '../domain/template-definition.ts';
import { fillTemplate } from '../domain/template-fill.ts';
import { stateOf } from '../domain/template-state.ts';
import { resolveValues, type TemplateFacts, type Writing } from '../domain/template-values.ts';
import { Refusal } from './refusal.ts';
import { contentOf, purposeOf } from './send-template.ts';
import { listAccounts, type TemplateAccount } from './template-accounts.ts';

export type MessageAction = Extract<Action, { kind: 'message' }>;

/** A template that a step may send, and where it belongs. */
export type KnownTemplate = { row: TemplateRow; name: string; language: string; status: string; sendable: boolean };

/** What steps are written with, read once for many. */
export type Stationery = { templates: readonly KnownTemplate[]; accounts: readonly TemplateAccount[]; shop: string };

export const knownTemplates = (rows: readonly TemplateRow[], accounts: readonly TemplateAccount[]): KnownTemplate[] =>
  rows
    .filter(({ wabaId }) => accounts.some(account => account.wabaId === wabaId))
    .map(row => ({ row, name: row.name, language: row.language, status: row.status, sendable: stateOf(row).sendable }));

export async function loadStationery(tx: MerchantTx): Promise<Stationery> {
  const accounts = await listAccounts(tx);
  const templates = knownTemplates(await listTemplates(tx), accounts);
  return { templates, accounts, shop: (await findMerchant(tx))?.name ?? '' };
}

/** @throws Refusal invalid-request: it writes to nobody */
export function requireMessage(action: Action): MessageAction {
  if (action.kind === 'message') return action;
  throw new Refusal('invalid-request', 'action: only a message can be looked at or tried.');
}

/** The template that a step would send to somebody who reads this language. */
export const templateOf = (action: MessageAction, { templates }: Stationery, language: string | null) =>
  action.template ? chooseTemplate(templates, action.template, language) : { choose: 'none' as const };

/** What Meta takes for advertising is advertising, whatever the rule calls it. */
export function purposeWith(
  action: MessageAction,
  stationery: Stationery,
  language: string | null,
): MessageAction['purpose'] {
  const { choose } = templateOf(action, stationery, language);
  const isOffer = typeof choose !== 'string' && purposeOf(choose.row.category) === 'marketing';
  return isOffer ? 'marketing' : action.purpose;
}

/** What is written, or why it cannot be, as a sentence. `later`: it may be possible then. */
export type Composed =
  | { content: MessageContent; numberId: string | null }
  | { fault: 'template-missing' | 'template-not-ready' | 'not-known'; words: string };

/** Puts what is known of a person and of what the run is about into the step's words. */
export function compose(
  action: MessageAction,
  by: 'panel' | 'text' | 'template',
  facts: ConditionFacts,
  stationery: Stationery,
): Composed {
  const { person } = facts;
  if (by !== 'template') {
    const { text, fault } = composeText(action.text!, facts, stationery);
    return text === null ? { fault: 'not-known', words: fault } : { content: { kind: 'text', text }, numberId: null };
  }
  const known = templateFacts(facts, stationery.shop);
  const { choose } = templateOf(action, stationery, person.language);
  const name = action.template!.name;
  if (choose === 'none')
    return { fault: 'template-missing', words: `There is no template “${name}” that can be sent.` };
  if (choose === 'wait')
    return { fault: 'template-not-ready', words: `The template “${name}” cannot be sent for now.` };
  const { shown, parameters, problems } = fillTemplate(
    definitionOf(choose.row),
    action.template!.values,
    known,
    writingFor(person),
  );
  if (!parameters) return { fault: 'not-known', words: problems.map(({ what, mend }) => `${what} ${mend}`).join(' ') };
  const account = stationery.accounts.find(({ wabaId }) => wabaId === choose.row.wabaId);
  const numbers = account?.numbers.map(({ id }) => id) ?? [];
  const numberId = numbers.find(id => id === person.address?.numberId) ?? numbers[0] ?? null;
  return { content: contentOf(choose.row, shown, parameters), numberId };
}

const read = new WeakMap<TemplateRow, TemplateDefinition>();

/** Read once for all who are written to with it. */
function definitionOf(row: TemplateRow): TemplateDefinition {
  const definition = read.get(row) ?? readDefinition(row);
  read.set(row, definition);
  return definition;
}

/** Puts what is known into words of the merchant's own; `fault`: what is missing, as a sentence. */
export function composeText(
  text: string,
  facts: ConditionFacts,
  { shop }: Stationery,
): { text: string; fault: '' } | { text: null; fault: string } {
  const { values, problems } = resolveValues({ text }, templateFacts(facts, shop), writingFor(facts.person));
  const problem = problems.get('text');
  return problem ? { text: null, fault: `${problem.what} ${problem.mend}` } : { text: values.text!, fault: '' };
}

/** How text is written for somebody; a template has its own language. */
export const writingFor = ({ language, zones }: PersonFacts): Writing => ({
  language: language ?? 'en',
  timeZone: zones.names[0] ?? 'UTC',
});

/** What of somebody, and of what the run is about, stands in expressions. */
export function templateFacts(facts: ConditionFacts, shop: string): TemplateFacts {
  const { fullName, phone } = facts.person.customer;
  return {
    customer: { fullName, phone },
    cart: cartOf(facts),
    quote: quoteOf(facts),
    order: orderOf(facts),
    shop: { name: shop },
  };
}
