import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Trigger } from '../../../../contract/automation.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Hot = Extract<Trigger, { on: 'lead-hot' }>;

/** A lead whose score has reached the mark. */
@customElement('wx-trigger-lead-hot')
export class WxTriggerLeadHot extends RulePart<Hot> {
  override render() {
    return html`<p class="hint">The lead score reaches the mark that is set under Settings.</p>`;
  }
}

export const leadHotTrigger: Kind<Hot> = {
  label: 'A lead turns hot',
  make: () => ({ on: 'lead-hot' }),
  render: ({ value, path, errors }) =>
    html`<wx-trigger-lead-hot .value=${value} .path=${path} .errors=${errors}></wx-trigger-lead-hot>`,
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-trigger-lead-hot': WxTriggerLeadHot;
  }
}
