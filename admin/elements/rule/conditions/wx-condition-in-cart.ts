import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Condition } from '../../../../contract/automation-condition.ts';
import { textField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type InCart = Extract<Condition, { kind: 'in-cart' }>;

/** Something is in the cart. */
@customElement('wx-condition-in-cart')
export class WxConditionInCart extends RulePart<InCart> {
  override render() {
    return textField(
      { ...this.at('item'), label: 'In the cart is', hint: 'The item’s id, or a part of its name.' },
      { most: 300 },
    );
  }
}

export const inCartCondition: Kind<InCart> = {
  label: 'What is in the cart',
  make: () => ({ kind: 'in-cart', item: '' }),
  render: ({ value, path, errors }) =>
    html`<wx-condition-in-cart .value=${value} .path=${path} .errors=${errors}></wx-condition-in-cart>`,
  check: ({ item }) => (item.trim() ? [] : [{ path: 'item', message: 'Write what is to be in the cart.' }]),
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-condition-in-cart': WxConditionInCart;
  }
}
