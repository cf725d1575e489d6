import { expect } from '@open-wc/testing';
import type { Once, Trigger } from '../../contract/automation.ts';
import type { Condition } from '../../contract/automation-condition.ts';
import { describe, it } from '../testing/mocha.ts';
import { conditionWords } from './condition-words.ts';
import { emptyRule, moved, onceFor, scopesOf, withPart } from './rule-draft.ts';
import { RuleDrafts } from './rule-drafts.ts';

describe('the draft of a rule', () => {
  it('is changed at a path, and what is beside it stays the same object', () => {
    const before = emptyRule();
    const after = withPart(before, 'steps.0.wait.minutes', 5);
    expect(after.steps[0]!.wait).to.deep.equal({ minutes: 5, from: 'trigger' });
    expect(before.steps[0]!.wait.minutes).to.equal(60);
    expect(after.steps[0]!.do).to.equal(before.steps[0]!.do);
    expect(after.cancelledBy).to.equal(before.cancelledBy);
  });

  it('has its parts moved, to either end', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).to.deep.equal(['c', 'a', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 2)).to.deep.equal(['b', 'c', 'a']);
  });

  const cases: [Trigger, Once, Once][] = [
    [{ on: 'cart-left' }, { per: 'cart' }, { per: 'cart' }],
    [{ on: 'order-status', status: 'paid' }, { per: 'cart' }, { per: 'order' }],
    [{ on: 'event', name: 'quote_created' }, { per: 'cart' }, { per: 'quote' }],
    [{ on: 'event', name: 'page_viewed' }, { per: 'cart' }, { per: 'days', days: 7 }],
    [{ on: 'lead-hot' }, { per: 'customer' }, { per: 'customer' }],
  ];
  for (const [trigger, once, expected] of cases)
    it(`begins ${JSON.stringify(expected)} with ${JSON.stringify(trigger)} where it was ${JSON.stringify(once)}`, () => {
      expect(onceFor(trigger, once)).to.deep.equal(expected);
      expect(scopesOf(trigger)).to.include(expected.per);
    });

  it('is kept for one agent and one rule, and what is no draft is none', () => {
    localStorage.clear();
    const drafts = new RuleDrafts(localStorage, 'ana');
    const draft = { definition: emptyRule(), version: 2, aside: null, at: '2026-03-10T12:00:00.000Z' };
    drafts.keep('a', draft);
    expect(drafts.read('a')).to.deep.equal(draft);
    expect(drafts.read('b')).to.equal(null);
    expect(new RuleDrafts(localStorage, 'ben').read('a')).to.equal(null);
    localStorage.setItem(localStorage.key(0)!, '{"definition":7}');
    expect(drafts.read('a')).to.equal(null);
    localStorage.setItem(localStorage.key(0)!, '{nonsense');
    expect(drafts.read('a')).to.equal(null);
  });
});

describe('a condition in words', () => {
  it('keeps together by brackets what stands together', () => {
    const figure = { kind: 'number', field: 'cart.total', is: 'below', value: 50 } as const;
    const word = {
      kind: 'text',
      field: 'quote.status',
      is: 'none-of',
      values: ['rejected', 'expired'],
    } satisfies Condition;
    const flag = { kind: 'flag', field: 'customer.agreed-to-offers', is: false } as const;
    expect(
      conditionWords({
        kind: 'all',
        of: [
          { kind: 'any', of: [figure, word] },
          { kind: 'not', of: flag },
        ],
      }),
    ).to.equal(
      '(the cart’s total is below 50 or the quote’s status is not turned down or run out) and not (they have not agreed to offers)',
    );
  });
  it('says … for what is not there yet', () => {
    expect(conditionWords({ kind: 'number', field: 'customer.score', is: 'at-least', value: Number.NaN })).to.equal(
      'the lead score is at least …',
    );
    expect(conditionWords({ kind: 'text', field: 'customer.stage', is: 'one-of', values: [] })).to.equal(
      'their stage is …',
    );
  });
});
