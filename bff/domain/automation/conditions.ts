import type { Condition, FlagField, NumberField, TextField } from '../../../contract/automation-condition.ts';
import type { Subject } from '../../../contract/automation-facts.ts';
import { isWindowOpen } from '../service-window.ts';
import { findById, type PersonFacts } from './facts.ts';
import { weekdayAt } from './hours.ts';

/** Does it hold? Null: what it asks about is not known. `because`: the comparison that decided, as a sentence. */
export type Held = { holds: boolean | null; because: string };

/** What conditions look at: of a person's carts, quotes and orders the ones that the run is about, else the newest. */
export type ConditionFacts = { person: PersonFacts; subject: Subject };

/** Decides a tree. What is not known is neither true nor false: its opposite is not known either. */
export function evaluate(condition: Condition, facts: ConditionFacts, now: Date): Held {
  switch (condition.kind) {
    case 'all':
      return combine(condition.of, false, facts, now);
    case 'any':
      return combine(condition.of, true, facts, now);
    case 'not': {
      const { holds, because } = evaluate(condition.of, facts, now);
      return { holds: holds === null ? null : !holds, because };
    }
    case 'number': {
      const known = NUMBERS[condition.field](facts);
      const { field, is, value } = condition;
      if (known === null) return unknown(field);
      const holds = is === 'at-least' ? known >= value : known < value;
      return { holds, because: `${field} is ${known}, and is to be ${is === 'below' ? 'below' : 'at least'} ${value}` };
    }
    case 'text': {
      const known = TEXTS[condition.field](facts, now);
      const { field, is, values } = condition;
      if (known === null) return unknown(field);
      const isAmong = values.some(value => isSame(field, known, value));
      const holds = is === 'one-of' ? isAmong : !isAmong;
      return {
        holds,
        because: `${field} is ${known}, and is to be ${is === 'one-of' ? '' : 'none of '}${values.join(', ')}`,
      };
    }
    case 'flag': {
      const known = FLAGS[condition.field](facts, now);
      return { holds: known === condition.is, because: `${condition.field} is ${known ? 'true' : 'false'}` };
    }
    case 'in-cart': {
      const cart = cartOf(facts);
      if (!cart) return unknown('cart');
      const word = condition.item.toLowerCase();
      const holds = cart.items.some(({ id, name }) => id === condition.item || name.toLowerCase().includes(word));
      return { holds, because: `“${condition.item}” is ${holds ? '' : 'not '}in the cart` };
    }
    case 'tagged': {
      const holds = facts.person.tags.includes(condition.tag);
      return { holds, because: `they are ${holds ? '' : 'not '}tagged “${condition.tag}”` };
    }
  }
}

/** @param decides what one branch must be for the whole to be it */
function combine(of: readonly Condition[], decides: boolean, facts: ConditionFacts, now: Date): Held {
  const held = of.map(condition => evaluate(condition, facts, now));
  const decisive = held.find(({ holds }) => holds === decides) ?? held.find(({ holds }) => holds === null);
  return decisive ?? { holds: !decides, because: held.map(({ because }) => because).join('; ') };
}

const unknown = (field: string): Held => ({ holds: null, because: `${field} is not known` });

export const cartOf = ({ person, subject }: ConditionFacts) =>
  subject.cart
    ? findById(person.carts, subject.cart)
    : newest(
        person.carts.filter(({ status }) => status === 'open'),
        ({ updatedAt }) => updatedAt,
      );
export const quoteOf = ({ person, subject }: ConditionFacts) =>
  subject.quote ? findById(person.quotes, subject.quote) : newest(person.quotes, ({ updatedAt }) => updatedAt);
export const orderOf = ({ person, subject }: ConditionFacts) =>
  subject.order ? findById(person.orders, subject.order) : newest(person.orders, ({ placedAt }) => placedAt);

function newest<F>(facts: readonly F[], at: (fact: F) => Date): F | null {
  return [...facts].sort((a, b) => +at(b) - +at(a))[0] ?? null;
}

const amount = (text: string | null | undefined) => (text === null || text === undefined ? null : Number(text));

const NUMBERS: Record<NumberField, (facts: ConditionFacts) => number | null> = {
  'cart.total': facts => amount(cartOf(facts)?.total),
  'cart.count': facts => cartOf(facts)?.items.reduce((sum, { quantity }) => sum + quantity, 0) ?? null,
  'quote.total': facts => amount(quoteOf(facts)?.total),
  'order.total': facts => amount(orderOf(facts)?.total),
  'customer.score': ({ person }) => person.lead.score,
  'customer.orders': ({ person }) => person.lead.orders,
  'customer.visits': ({ person }) => person.lead.visits,
};

const TEXTS: Record<TextField, (facts: ConditionFacts, now: Date) => string | null> = {
  'cart.currency': facts => cartOf(facts)?.currency ?? null,
  'quote.status': facts => quoteOf(facts)?.status ?? null,
  'order.status': facts => orderOf(facts)?.status ?? null,
  'customer.stage': ({ person }) => person.lead.stage,
  'customer.language': ({ person }) => person.language,
  'time.weekday': ({ person }, now) => weekdayAt(now, person.zones.names[0] ?? 'UTC'),
};

const FLAGS: Record<FlagField, (facts: ConditionFacts, now: Date) => boolean> = {
  'customer.known': ({ person }) => person.customer.kind === 'known',
  'customer.agreed-to-offers': ({ person }) => person.consent.marketing === 'in',
  'conversation.window-open': ({ person }, now) => isWindowOpen(person.lastInboundAt, now),
};

function isSame(field: TextField, known: string, value: string): boolean {
  const [a, b] = [known.toLowerCase(), value.toLowerCase()];
  return a === b || (field === 'customer.language' && a.startsWith(`${b}-`));
}
