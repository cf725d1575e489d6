import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Trigger } from '../../../../contract/automation.ts';
import type { OrderStatus } from '../../../../contract/commerce.ts';
import { ORDER_WORDS } from '../../../state/rule-choices.ts';
import { selectField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Moved = Extract<Trigger, { on: 'order-status' }>;

/** An order of the shop's books comes to a status. */
@customElement('wx-trigger-order-status')
export class WxTriggerOrderStatus extends RulePart<Moved> {
  override render() {
    return selectField(
      {
        ...this.at('status'),
        label: 'The order is',
        hint: 'As the shop tells it. What a browser claims starts nothing.',
      },
      Object.entries(ORDER_WORDS),
    );
  }
}

export const orderStatusTrigger: Kind<Moved> = {
  label: 'An order comes to a status',
  make: () => ({ on: 'order-status', status: 'shipped' satisfies OrderStatus }),
  render: ({ value, path, errors }) =>
    html`<wx-trigger-order-status .value=${value} .path=${path} .errors=${errors}></wx-trigger-order-status>`,
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-trigger-order-status': WxTriggerOrderStatus;
  }
}
