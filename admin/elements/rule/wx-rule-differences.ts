import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RuleDefinition } from '../../../contract/automation.ts';
import { differences } from '../../state/rule-diff.ts';
import { shared } from '../../styles/shared.ts';
import { templateForms } from '../../styles/template-forms.ts';

/** What a rule says and what it is called here. */
export type Said = { name: string; definition: RuleDefinition };

/** What one version of a rule says differently from another, part by part, in words. */
@customElement('wx-rule-differences')
export class WxRuleDifferences extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      dl {
        display: grid;
        gap: 8px;
        margin: 0;
      }
      dt {
        font-weight: 600;
        font-size: 0.8125rem;
      }
      dd {
        margin: 2px 0 0;
        overflow-wrap: anywhere;
      }
      p {
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) was!: Said;
  @property({ attribute: false }) is!: Said;

  override render() {
    const found = differences(this.was.definition, this.is.definition);
    if (found.length === 0) return html`<p class="hint">They say the same.</p>`;
    return html`<dl>${found.map(
      ({ what, before, after }) => html`<div><dt>${what}</dt>
        ${renderSaid(this.was.name, before)}${renderSaid(this.is.name, after)}</div>`,
    )}</dl>`;
  }
}

const renderSaid = (name: string, words: string | null) =>
  words === null ? nothing : html`<dd><span class="hint">${name}:</span> <bdi>${words}</bdi></dd>`;

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-differences': WxRuleDifferences;
  }
}
