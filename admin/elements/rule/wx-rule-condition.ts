import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Condition } from '../../../contract/automation-condition.ts';
import { emptyCondition } from '../../state/rule-draft.ts';
import { messagesAt } from './fields.ts';
import { RulePart } from './rule-part.ts';
import './wx-condition.ts';

/** A rule's condition, or a step's: a tree, or none yet. */
@customElement('wx-rule-condition')
export class WxRuleCondition extends RulePart<Condition | null> {
  @property() label = '';

  override render() {
    const { value, path, errors, label } = this;
    if (!value) {
      return html`<div><button class="button small" type="button" id=${path} @click=${this.add}>${label} …</button></div>
        ${messagesAt(errors, path).map(message => html`<p class="problem">${message}</p>`)}`;
    }
    return html`<fieldset><legend>${label}</legend>
      <wx-condition name="Condition" .value=${value} .path=${path} .errors=${errors}></wx-condition>
      <div><button class="button small quiet" type="button" @click=${this.takeOut}>Remove the condition</button></div>
    </fieldset>`;
  }

  private readonly add = async () => {
    this.change(emptyCondition());
    await new Promise(requestAnimationFrame);
    this.renderRoot.querySelector('wx-condition')?.focus();
  };

  private readonly takeOut = async () => {
    this.change(null);
    await new Promise(requestAnimationFrame);
    this.renderRoot.querySelector('button')?.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-condition': WxRuleCondition;
  }
}
