import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Trigger } from '../../../../contract/automation.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Left = Extract<Trigger, { on: 'cart-left' }>;

/** A cart with something in it that nobody touches any more. */
@customElement('wx-trigger-cart-left')
export class WxTriggerCartLeft extends RulePart<Left> {
  override render() {
    return html`<p class="hint">A cart with something in it, from the moment it was last touched. If it is touched again, the time begins anew.</p>`;
  }
}

export const cartLeftTrigger: Kind<Left> = {
  label: 'A cart is left',
  make: () => ({ on: 'cart-left' }),
  render: ({ value, path, errors }) =>
    html`<wx-trigger-cart-left .value=${value} .path=${path} .errors=${errors}></wx-trigger-cart-left>`,
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-trigger-cart-left': WxTriggerCartLeft;
  }
}
