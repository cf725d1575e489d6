import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Trigger } from '../../../../contract/automation.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Quiet = Extract<Trigger, { on: 'dormant' }>;

/** A customer who has done nothing for long. */
@customElement('wx-trigger-dormant')
export class WxTriggerDormant extends RulePart<Quiet> {
  override render() {
    return html`<p class="hint">Whoever was more than a visitor and has done nothing for 90 days.</p>`;
  }
}

export const dormantTrigger: Kind<Quiet> = {
  label: 'A customer goes quiet',
  make: () => ({ on: 'dormant' }),
  render: ({ value, path, errors }) =>
    html`<wx-trigger-dormant .value=${value} .path=${path} .errors=${errors}></wx-trigger-dormant>`,
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-trigger-dormant': WxTriggerDormant;
  }
}
