import type { MessagePreview, MessagePreviewInput } from '../../contract/automation-preview.ts';
import { findCurrentCustomer } from '../db/customers.ts';
import { subjectsOf } from '../db/journey-marks.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import type { ConditionFacts } from '../domain/automation/conditions.ts';
import { decideIfDue, newestOccasion } from '../domain/automation/if-due.ts';
import type { Decision } from '../domain/automation/step.ts';
import { wordsOf } from '../domain/automation/words.ts';
import { readDefinition } from '../domain/template-definition.ts';
import { fillTemplate } from '../domain/template-fill.ts';
import { piecesOf, resolveValues } from '../domain/template-values.ts';
import {
  compose,
  loadStationery,
  type MessageAction,
  purposeWith,
  requireMessage,
  type Stationery,
  templateFacts,
  templateOf,
  writingFor,
} from './automation-message.ts';
import { loadPeople } from './automation-people.ts';
import { currentAutomationSettings, mannersOf } from './automation-settings.ts';
import { notFound } from './refusal.ts';
import { whatHappened } from './what-happened.ts';

/**
 * What a step's message would be for a customer as they are now: with which words, which of them are known, and whether it would be sent, by which way, or why not.
 * @throws Refusal not-found, invalid-request
 */
export const previewAutomationMessage = (
  db: Db,
  merchantId: string,
  { customer: customerId, rule, step }: MessagePreviewInput,
  now: Date,
): Promise<MessagePreview> =>
  withMerchant(db, merchantId, async tx => {
    const action = requireMessage(step.do);
    const customer = await findCurrentCustomer(tx, customerId);
    if (!customer) throw notFound('customer');
    const stationery = await loadStationery(tx);
    const manners = mannersOf(await currentAutomationSettings(tx));
    const people = await loadPeople(tx, [customer.id], stationery.accounts, manners, now);
    const person = people.get(customer.id)!.facts;
    const happened = await whatHappened(tx, customer.id, await subjectsOf(tx, [customer.id]));
    const occasion = newestOccasion(rule.trigger, happened, now);
    const facts = { person, subject: occasion?.subject ?? {} };
    const asMeta = { ...action, purpose: purposeWith(action, stationery, person.language) };
    const decision = decideIfDue(rule, { ...step, do: asMeta }, occasion, person, manners, now);
    return {
      customer: { id: customer.id, name: customer.fullName, phone: customer.phone },
      occasion: occasion?.moment.toISOString() ?? null,
      now: nowOf(decision, action, facts, stationery),
      text: textOf(action, facts, stationery.shop),
      template: templatePreview(action, facts, stationery),
    };
  });

const WAYS = {
  panel: 'In the panel: they have a page of the shop open.',
  text: 'By WhatsApp as text: they wrote within the last 24 hours.',
  template: 'By WhatsApp as the template.',
};

/** What a decision comes to, with what cannot be written taken in. */
function nowOf(
  decision: Decision,
  action: MessageAction,
  facts: ConditionFacts,
  stationery: Stationery,
): MessagePreview['now'] {
  if (decision.outcome === 'send') {
    const { by } = decision;
    const composed = compose(action, by, facts, stationery);
    if ('fault' in composed) return { would: 'not', by: null, until: null, words: composed.words };
    return { would: 'send', by, until: null, words: WAYS[by] };
  }
  const until = decision.outcome === 'waiting' ? decision.until.toISOString() : null;
  return { would: until ? 'later' : 'not', by: null, until, words: wordsOf(decision) };
}

function textOf({ text }: MessageAction, facts: ConditionFacts, shop: string): MessagePreview['text'] {
  if (text === null) return null;
  const known = templateFacts(facts, shop);
  const writing = writingFor(facts.person);
  const problem = resolveValues({ text }, known, writing).problems.get('text');
  return { pieces: piecesOf(text, known, writing), problem: problem ? `${problem.what} ${problem.mend}` : null };
}

function templatePreview(
  action: MessageAction,
  facts: ConditionFacts,
  stationery: Stationery,
): MessagePreview['template'] {
  if (!action.template || action.panel === 'only') return null;
  const { name, values } = action.template;
  const { choose } = templateOf(action, stationery, facts.person.language);
  if (choose === 'none' || choose === 'wait') {
    const words =
      choose === 'none' ? 'There is no template of that name that can be sent.' : 'It cannot be sent for now.';
    return { name, found: null, problems: [words] };
  }
  const known = templateFacts(facts, stationery.shop);
  const { timeZone } = writingFor(facts.person);
  const { shown, problems } = fillTemplate(readDefinition(choose.row), values, known, { timeZone });
  const writing = { language: choose.language, timeZone };
  return {
    name,
    found: {
      language: choose.language,
      shown,
      values: Object.entries(values).map(([key, value]) => ({ key, pieces: piecesOf(value, known, writing) })),
    },
    problems: problems.map(({ what, mend }) => `${what} ${mend}`),
  };
}
