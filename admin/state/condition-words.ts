import type { Condition } from '../../contract/automation-condition.ts';
import { FLAG_WORDS, NUMBER_WORDS, TEXT_CHOICES, TEXT_WORDS } from './rule-choices.ts';

/** A condition as part of a sentence, to follow "if". What stands together is kept together by brackets. */
export function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
      return condition.of.map(withBrackets).join(' and ');
    case 'any':
      return condition.of.map(withBrackets).join(' or ');
    case 'not':
      return `not (${conditionWords(condition.of)})`;
    case 'number':
      return `${NUMBER_WORDS[condition.field]} is ${condition.is === 'below' ? 'below' : 'at least'} ${Number.isFinite(condition.value) ? condition.value : '…'}`;
    case 'text': {
      const choices = TEXT_CHOICES[condition.field] ?? {};
      const named = condition.values.map(value => choices[value] ?? value);
      const list = named.length > 0 ? named.join(' or ') : '…';
      return `${TEXT_WORDS[condition.field]} is ${condition.is === 'one-of' ? '' : 'not '}${list}`;
    }
    case 'flag':
      return `they ${FLAG_WORDS[condition.field][condition.is ? 0 : 1]}`;
    case 'in-cart':
      return `“${condition.item || '…'}” is in the cart`;
    case 'tagged':
      return `they are tagged “${condition.tag || '…'}”`;
  }
}

const withBrackets = (condition: Condition) =>
  (condition.kind === 'all' || condition.kind === 'any') && condition.of.length > 1
    ? `(${conditionWords(condition)})`
    : conditionWords(condition);
