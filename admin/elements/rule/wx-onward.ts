import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Onward } from '../../../contract/automation-action.ts';
import { selectField, textField } from './fields.ts';
import { RulePart } from './rule-part.ts';

const CHOICES = [
  ['go-on', 'go on with the next step'],
  ['stop', 'stop'],
  ['way', 'go on a way of its own'],
] as const;

/** How a run goes on: with the next step, not at all, or on a way. */
@customElement('wx-onward')
export class WxOnward extends RulePart<Onward> {
  @property() label = '';

  override render() {
    const { value, path, errors, label } = this;
    const way = typeof value === 'object' ? value.way : null;
    const choose = (chosen: (typeof CHOICES)[number][0]) => this.change(chosen === 'way' ? { way: '' } : chosen);
    return html`<div class="side">
      ${selectField({ path, label, value: typeof value === 'object' ? 'way' : value, errors, change: choose }, CHOICES)}
      ${way === null ? nothing : textField({ path: `${path}.way`, label: 'Which way', value: way, errors, hint: WAY_HINT, change: name => this.change({ way: name }) }, { most: 30 })}
    </div>`;
  }
}

export const WAY_HINT = 'A short word, like came. Steps after this one can be for those who went that way.';
export const WAY = /^[a-z0-9][a-z0-9-]{0,29}$/;
export const WAY_PROBLEM = 'A short word of a–z, 0–9 and -.';

declare global {
  interface HTMLElementTagNameMap {
    'wx-onward': WxOnward;
  }
}
