import { expect } from '@open-wc/testing';
import { definition } from '../testing/automation-samples.ts';
import { describe, it } from '../testing/mocha.ts';
import { differences } from './rule-diff.ts';

const base = definition();
const [step] = base.steps;
const told = (after: typeof base, before = base) =>
  differences(before, after).map(({ what, before: was, after: is }) => `${what}: ${was ?? '–'} → ${is ?? '–'}`);

describe('two versions of a rule', () => {
  it('that say the same differ in nothing', () => expect(differences(base, structuredClone(base))).to.deep.equal([]));

  it('are told apart in words, part by part', () => {
    const after = {
      ...base,
      name: 'Ours',
      hours: 'any' as const,
      if: { kind: 'number', field: 'cart.total', is: 'at-least', value: 50 } as const,
    };
    expect(told(after)).to.deep.equal([
      'Name: Cart left → Ours',
      'Only if: – → the cart’s total is at least 50',
      'Hours: not in their night → at any time',
    ]);
  });

  it('name the part of a step that was changed', () => {
    const steps = [{ ...step!, wait: { minutes: 90, from: 'trigger' as const } }];
    expect(told({ ...base, steps })).to.deep.equal([
      'Step 1, time: An hour after that; not later than 5 hours after that → 90 minutes after that; not later than 5 hours after that',
    ]);
  });

  it('know an added step before an unchanged one from a changed one', () => {
    const added = { ...step!, withinMinutes: 1 };
    expect(told({ ...base, steps: [added, step!] }).map(words => words.split(':')[0])).to.deep.equal([
      'Step 1 was added',
    ]);
    expect(told(base, { ...base, steps: [step!, added] }).map(words => words.split(':')[0])).to.deep.equal([
      'Step 2 was removed',
    ]);
  });

  it('show words of a message that were changed, and only those', () => {
    const { do: action } = step!;
    const steps = [{ ...step!, do: { ...action, text: 'Hello' } as typeof action }];
    expect(told({ ...base, steps })).to.deep.equal(['Step 1, words: Hi {{customer.first_name|there}} → Hello']);
  });
});
