import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TemplateDraft, TemplateProblem } from '../../contract/template.ts';
import { emptyButton, problemsAt } from '../state/template.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';

type Buttons = TemplateDraft['buttons'];
type Button = Buttons[number];

/** The buttons are these now. */
export class ButtonsChangeEvent extends Event {
  readonly buttons: Buttons;

  constructor(buttons: Buttons) {
    super('buttons-change', { bubbles: true, composed: true });
    this.buttons = buttons;
  }
}

const KINDS: Record<Button['kind'], string> = {
  'quick-reply': 'Quick reply',
  url: 'Link',
  phone: 'Phone number',
  'copy-code': 'Code to copy',
};

/** The buttons below a template: added, written and taken out. */
@customElement('wx-template-buttons')
export class WxTemplateButtons extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      fieldset {
        display: grid;
        gap: 8px;
        margin: 0;
        padding: 10px 12px;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius);
        min-inline-size: 0;
      }
      legend {
        padding-inline: 4px;
        font-size: 0.8125rem;
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) buttons: Buttons = [];
  @property({ attribute: false }) problems: readonly TemplateProblem[] = [];

  override render() {
    return html`<div class="fields">
      ${this.buttons.map((button, index) => this.renderButton(button, index))}
      ${problemsAt(this.problems, 'buttons').map(({ what, mend }) => html`<p class="problem">${what} ${mend}</p>`)}
      <div class="row">${
        this.buttons.length < 10
          ? (Object.keys(KINDS) as Button['kind'][]).map(
              kind =>
                html`<button type="button" class="button small" @click=${() => this.tell([...this.buttons, emptyButton(kind)])}>+ ${KINDS[kind]}</button>`,
            )
          : nothing
      }</div>
    </div>`;
  }

  private renderButton(button: Button, index: number) {
    const hasVariable = button.kind === 'url' && /\{\{/.test(button.url);
    const problems = this.problems.filter(({ field }) => field.startsWith(`buttons.${index}.`));
    return html`<fieldset>
      <legend>${KINDS[button.kind]}</legend>
      <div class="row">
        ${'text' in button ? this.input(button, index, 'text', 'Words on the button') : nothing}
        ${button.kind === 'url' ? this.input(button, index, 'url', 'Address, {{1}} at its end') : nothing}
        ${button.kind === 'phone' ? this.input(button, index, 'phone', 'Number with +') : nothing}
        ${hasVariable || button.kind === 'copy-code' ? this.input(button, index, 'sample', hasVariable ? 'Example of the end of the address' : 'Example of the code') : nothing}
        <button type="button" class="button small" @click=${() => this.tell(this.buttons.filter((_, i) => i !== index))}>Take out</button>
      </div>
      ${problems.map(({ what, mend }) => html`<p class="problem">${what} ${mend}</p>`)}
    </fieldset>`;
  }

  private input(button: Button, index: number, name: 'text' | 'url' | 'phone' | 'sample', label: string) {
    const value = (button as Partial<Record<typeof name, string>>)[name] ?? '';
    const isWrong = problemsAt(this.problems, `buttons.${index}.${name}`).length > 0;
    return html`<input class="field" dir=${name === 'text' ? 'auto' : 'ltr'} maxlength="2000" aria-label=${label} placeholder=${label} .value=${value} aria-invalid=${isWrong}
      @input=${(event: Event) => this.change(index, { [name]: (event.target as HTMLInputElement).value })}>`;
  }

  private change(index: number, change: Record<string, string>) {
    this.tell(this.buttons.map((button, i) => (i === index ? ({ ...button, ...change } as Button) : button)));
  }

  private tell(buttons: Buttons) {
    this.dispatchEvent(new ButtonsChangeEvent(buttons));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-template-buttons': WxTemplateButtons;
  }
}
