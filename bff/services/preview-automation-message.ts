import type { MessagePreview, MessagePreviewInput } from '../../contract/automation-preview.ts';
import { findCurrentCustomer } from '../db/customers.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { type Way, wayOf } from '../domain/automation/channel.ts';
import type { ConditionFacts } from '../domain/automation/conditions.ts';
import { readDefinition } from '../domain/template-definition.ts';
import { fillTemplate } from '../domain/template-fill.ts';
import { piecesOf, resolveValues } from '../domain/template-values.ts';
import {
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

/**
 * What a step's message would be for a customer as they are now: by which way, with which words, and which of them are known.
 * @throws Refusal not-found, invalid-request
 */
export const previewAutomationMessage = (
  db: Db,
  merchantId: string,
  { customer: customerId, action: told }: MessagePreviewInput,
  now: Date,
): Promise<MessagePreview> =>
  withMerchant(db, merchantId, async tx => {
    const action = requireMessage(told);
    const customer = await findCurrentCustomer(tx, customerId);
    if (!customer) throw notFound('customer');
    const stationery = await loadStationery(tx);
    const manners = mannersOf(await currentAutomationSettings(tx));
    const people = await loadPeople(tx, [customer.id], stationery.accounts, manners, now);
    const person = people.get(customer.id)!.facts;
    const facts = { person, subject: {} };
    const asMeta = { ...action, purpose: purposeWith(action, stationery, person.language) };
    return {
      customer: { id: customer.id, name: customer.fullName, phone: customer.phone },
      now: wayWords(wayOf(asMeta, person, now)),
      text: textOf(action, facts, stationery.shop),
      template: templatePreview(action, facts, stationery),
    };
  });

const WAYS = {
  panel: 'In the panel: they have a page of the shop open.',
  text: 'By WhatsApp as text: they wrote within the last 24 hours.',
  template: 'By WhatsApp as the template.',
};

const wayWords = (way: Way): MessagePreview['now'] =>
  way.by === 'none' ? { by: 'none', words: `${way.words}.` } : { by: way.by, words: WAYS[way.by] };

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
