import { expect, fixture, html } from '@open-wc/testing';
import type { Condition } from '../../../contract/automation-condition.ts';
import { type FieldError, withPart } from '../../state/rule-draft.ts';
import { beforeEach, describe, it } from '../../testing/mocha.ts';
import { button, field, focused, write } from '../../testing/rule-screen.ts';
import { find, until } from '../../testing/screen.ts';
import { CONDITIONS, checkCondition, depthOf, turned } from './conditions.ts';
import type { PartChangeEvent } from './rule-part.ts';
import type { WxRuleCondition } from './wx-rule-condition.ts';
import './wx-rule-condition.ts';

const flag: Condition = { kind: 'flag', field: 'customer.known', is: true };
const figure: Condition = { kind: 'number', field: 'cart.total', is: 'at-least', value: 100 };

describe('a tree of conditions', () => {
  let held: { if: Condition | null };
  let element: WxRuleCondition;
  const show = async (condition: Condition | null, errors: FieldError[] = []) => {
    held = { if: condition };
    element = await fixture(
      html`<wx-rule-condition label="Only if" path="if" .value=${condition} .errors=${errors} @part-change=${({
        path,
        value,
      }: PartChangeEvent) => {
        held = withPart(held, path, value);
        element.value = held.if;
      }}></wx-rule-condition>`,
    );
  };
  beforeEach(() => show(null));

  it('begins with nothing, and goes back to it with the focus where it began', async () => {
    find<HTMLButtonElement>('button', element.shadowRoot!)!.click();
    await until(() => focused().id === 'if-kind');
    expect(held.if).to.deep.equal(figure);
    [...element.shadowRoot!.querySelectorAll('button')].at(-1)!.click();
    await until(() => held.if === null);
    await until(() => focused().textContent?.includes('Only if'));
  });

  it('is built by form: a condition becomes part of a group, which gets another one', async () => {
    await show(flag);
    await write('if-kind', 'all');
    await until(() => field('if.of'));
    field('if.of').click();
    await until(() => focused().id === 'if.of.1-kind');
    await write('if.of.1-kind', 'in-cart');
    await until(() => field('if.of.1.item'));
    expect(held.if).to.deep.equal({ kind: 'all', of: [flag, { kind: 'in-cart', item: '' }] });
    await expect(element).to.be.accessible();
  });

  it('gives the focus to what comes after a condition that was removed', async () => {
    await show({ kind: 'any', of: [flag, figure] });
    await until(() => button('Remove condition 1'));
    button('Remove condition 1').click();
    await until(() => focused().id === 'if.of.0-kind');
    expect(held.if).to.deep.equal({ kind: 'any', of: [figure] });
  });

  it('offers no fifth level', async () => {
    await show({ kind: 'not', of: { kind: 'all', of: [{ kind: 'any', of: [flag] }] } });
    await until(() => field('if.of.of.0.of.0-kind'));
    const offered = [...field<HTMLSelectElement>('if.of.of.0.of.0-kind').options].map(({ value }) => value);
    expect(offered).to.include('text').and.not.to.include('all').and.not.to.include('not');
  });

  it('shows what is wrong beside the field of the one that it is about', async () => {
    const tree: Condition = {
      kind: 'not',
      of: { kind: 'all', of: [flag, { kind: 'text', field: 'customer.stage', is: 'one-of', values: [] }] },
    };
    const errors = checkCondition(tree, 'if');
    expect(errors).to.deep.equal([{ path: 'if.of.of.1.values', message: 'Choose at least one.' }]);
    await show(tree, errors);
    await until(() => find(`#${CSS.escape('if.of.of.1.values-more')}`)?.textContent?.includes('Choose at least one.'));
  });

  for (const kind of Object.keys(CONDITIONS) as Condition['kind'][])
    it(`has an element of its own for “${kind}”, which whoever hears it can use`, async () => {
      await show(CONDITIONS[kind].make() as Condition);
      await until(() => field('if-kind')?.value === kind);
      await expect(element).to.be.accessible();
    });
});

describe('a condition of another kind', () => {
  it('keeps what there is room for', () => {
    expect(turned(flag, 'any')).to.deep.equal({ kind: 'any', of: [flag] });
    expect(turned({ kind: 'any', of: [flag, figure] }, 'all')).to.deep.equal({ kind: 'all', of: [flag, figure] });
    expect(turned({ kind: 'any', of: [flag, figure] }, 'flag')).to.equal(flag);
    expect(turned({ kind: 'not', of: flag }, 'number')).to.deep.equal(figure);
  });
  it('counts its levels', () => {
    expect([flag, turned(flag, 'not'), turned(turned(flag, 'not'), 'all')].map(depthOf)).to.deep.equal([1, 2, 3]);
  });
});
