import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RuleDefinition } from '../../../contract/automation.ts';
import {
  actionWords,
  CANCEL_WORDS,
  HOURS_WORDS,
  onceWords,
  triggerWords,
  waitWords,
} from '../../state/automation-words.ts';
import { conditionWords } from '../../state/condition-words.ts';
import { shared } from '../../styles/shared.ts';
import { templateForms } from '../../styles/template-forms.ts';

/** What a rule says, in plain words. */
@customElement('wx-rule-words')
export class WxRuleWords extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      :host {
        display: grid;
        gap: 10px;
        overflow-wrap: anywhere;
      }
      ol {
        display: grid;
        gap: 10px;
        margin: 0;
        padding-inline-start: 20px;
      }
      li {
        padding-inline-start: 2px;
      }
      .note {
        margin-block-start: 4px;
        white-space: pre-wrap;
      }
    `,
  ];

  @property({ attribute: false }) definition!: RuleDefinition;

  override render() {
    const { trigger, once, if: condition, cancelledBy, hours, steps } = this.definition;
    return html`
      <p>When ${triggerWords(trigger)}, ${onceWords(once)}${condition ? `, if ${conditionWords(condition)}` : ''}; ${HOURS_WORDS[hours]}.</p>
      ${cancelledBy.length > 0 ? html`<p>It ends when ${cancelledBy.map(cancel => CANCEL_WORDS[cancel]).join(', or ')}.</p>` : nothing}
      <ol>${steps.map(
        step => html`<li><p>${waitWords(step)}. ${actionWords(step.do)}.</p>
          ${step.if ? html`<p class="hint">Only if ${conditionWords(step.if)}.</p>` : nothing}
          ${step.do.kind === 'message' && step.do.text ? html`<p class="note" dir="auto">${step.do.text}</p>` : nothing}</li>`,
      )}</ol>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-words': WxRuleWords;
  }
}
