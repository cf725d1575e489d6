import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Trigger } from '../../../../contract/automation.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';
import '../wx-span.ts';

type Expiring = Extract<Trigger, { on: 'quote-expiring' }>;

/** An open quote, so long before its end. */
@customElement('wx-trigger-quote-expiring')
export class WxTriggerQuoteExpiring extends RulePart<Expiring> {
  override render() {
    const { path, value, errors } = this.at('minutesBefore');
    return html`<wx-span label="How long before its end" least="1" .path=${path} .value=${value} .errors=${errors}></wx-span>`;
  }
}

export const quoteExpiringTrigger: Kind<Expiring> = {
  label: 'An open quote runs out soon',
  make: () => ({ on: 'quote-expiring', minutesBefore: 24 * 60 }),
  render: ({ value, path, errors }) =>
    html`<wx-trigger-quote-expiring .value=${value} .path=${path} .errors=${errors}></wx-trigger-quote-expiring>`,
  check: ({ minutesBefore }) =>
    minutesBefore >= 1 && minutesBefore <= 366 * 24 * 60
      ? []
      : [{ path: 'minutesBefore', message: 'Between a minute and a year.' }],
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-trigger-quote-expiring': WxTriggerQuoteExpiring;
  }
}
