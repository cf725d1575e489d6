import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TemplateList, TemplateProblem, TemplateSlot, TemplateValues } from '../../contract/template.ts';
import { problemsAt } from '../state/template.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';

/** The values are these now. */
export class ValuesChangeEvent extends Event {
  readonly values: TemplateValues;

  constructor(values: TemplateValues) {
    super('values-change', { bubbles: true, composed: true });
    this.values = values;
  }
}

/** The values that a template needs: each with what is wrong beside it, and what it may be filled from. */
@customElement('wx-template-values')
export class WxTemplateValues extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      .row > .from {
        flex: 0 1 11rem;
      }
    `,
  ];

  @property({ attribute: false }) slots: readonly TemplateSlot[] = [];
  @property({ attribute: false }) fields: TemplateList['fields'] = [];
  @property({ attribute: false }) values: TemplateValues = {};
  /** As they are after they were filled from the customer. */
  @property({ attribute: false }) filled: Readonly<Record<string, string>> = {};
  @property({ attribute: false }) problems: readonly TemplateProblem[] = [];

  /** Into the first field that lacks something, or the first of all. */
  override focus() {
    const first =
      this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]') ?? this.renderRoot.querySelector('input');
    first?.focus();
  }

  override render() {
    return html`<div class="fields">${this.slots.map(slot => this.renderSlot(slot))}</div>`;
  }

  private renderSlot({ key, label, sample }: TemplateSlot) {
    const value = this.values[key] ?? '';
    const problems = problemsAt(this.problems, key);
    const filled = this.filled[key];
    return html`<div class="item">
      <label for=${key}>${label}</label>
      <div class="row">
        <input class="field" id=${key} dir="auto" maxlength="4096" .value=${value} placeholder=${sample ? `e.g. ${sample}` : ''}
          aria-invalid=${problems.length > 0} aria-describedby="${key}-more" @input=${(event: Event) => this.change(key, (event.target as HTMLInputElement).value)}>
        <select class="field from" aria-label="Fill ${label} from" @change=${(event: Event) => this.choose(key, event.target as HTMLSelectElement)}>
          <option value="">From …</option>
          ${this.fields.map(field => html`<option value=${field.name}>${field.label}</option>`)}
        </select>
      </div>
      <div id="${key}-more">${
        problems.length > 0
          ? problems.map(({ what, mend }) => html`<p class="problem">${what} ${mend}</p>`)
          : filled !== undefined && filled !== value
            ? html`<p class="hint" dir="auto">= ${filled}</p>`
            : nothing
      }</div>
    </div>`;
  }

  private change(key: string, value: string) {
    this.dispatchEvent(new ValuesChangeEvent({ ...this.values, [key]: value }));
  }

  private choose(key: string, select: HTMLSelectElement) {
    if (select.value !== '') this.change(key, `{{${select.value}}}`);
    select.value = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-template-values': WxTemplateValues;
  }
}
