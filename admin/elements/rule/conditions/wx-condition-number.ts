import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Condition, NumberField } from '../../../../contract/automation-condition.ts';
import { NUMBER_WORDS } from '../../../state/rule-choices.ts';
import { numberField, selectField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Figure = Extract<Condition, { kind: 'number' }>;

/** A figure is at least so much, or below it. */
@customElement('wx-condition-number')
export class WxConditionNumber extends RulePart<Figure> {
  override render() {
    const fields = Object.entries(NUMBER_WORDS) as [NumberField, string][];
    return html`<div class="side">
      ${selectField({ ...this.at('field'), label: 'Which figure' }, fields)}
      ${selectField({ ...this.at('is'), label: 'How much' }, [
        ['at-least', 'at least'],
        ['below', 'below'],
      ])}
      ${numberField({ ...this.at('value'), label: 'Figure' }, { step: 'any' })}
    </div>`;
  }
}

export const numberCondition: Kind<Figure> = {
  label: 'A figure',
  make: () => ({ kind: 'number', field: 'cart.total', is: 'at-least', value: 100 }),
  render: ({ value, path, errors }) =>
    html`<wx-condition-number .value=${value} .path=${path} .errors=${errors}></wx-condition-number>`,
  check: ({ value }) => (value >= 0 && value <= 1e12 ? [] : [{ path: 'value', message: 'Write a number from 0 on.' }]),
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-condition-number': WxConditionNumber;
  }
}
