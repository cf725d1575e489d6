import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Condition, TextField } from '../../../../contract/automation-condition.ts';
import { TEXT_CHOICES, TEXT_WORDS } from '../../../state/rule-choices.ts';
import { more, selectField, textField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';

type Word = Extract<Condition, { kind: 'text' }>;

/** A word is one of some, or none of them. */
@customElement('wx-condition-text')
export class WxConditionText extends RulePart<Word> {
  /** As it is being written, with commas that have nothing behind them yet. */
  @state() private written: string | null = null;

  override render() {
    const { field } = this.value;
    const fields = Object.entries(TEXT_WORDS) as [TextField, string][];
    const choose = (chosen: TextField) => {
      this.written = null;
      this.change({ ...this.value, field: chosen, values: [] });
    };
    return html`
      <div class="side">
        ${selectField({ ...this.at('field'), label: 'Which word', change: choose }, fields)}
        ${selectField({ ...this.at('is'), label: 'How' }, [
          ['one-of', 'is one of'],
          ['none-of', 'is none of'],
        ])}
      </div>
      ${TEXT_CHOICES[field] ? this.renderChoices(TEXT_CHOICES[field]) : this.renderWriting()}`;
  }

  private renderChoices(choices: Readonly<Record<string, string>>) {
    const { path, value: values, errors, change } = this.at('values');
    const toggle = (choice: string, isOn: boolean) =>
      change(isOn ? [...values, choice] : values.filter(each => each !== choice));
    return html`<fieldset aria-describedby="${path}-more"><legend class="visually-hidden">${TEXT_WORDS[this.value.field]}</legend>
      <div class="side">${Object.entries(choices).map(
        (
          [choice, words],
          n,
        ) => html`<label class="check"><input type="checkbox" id=${n === 0 ? path : `${path}.${n}`} .checked=${values.includes(choice)}
          @change=${(event: Event) => toggle(choice, (event.target as HTMLInputElement).checked)}> ${words}</label>`,
      )}</div>${more({ path, errors })}</fieldset>`;
  }

  private renderWriting() {
    const at = this.at('values');
    const change = (text: string) => {
      this.written = text;
      at.change(
        text
          .split(',')
          .map(part => part.trim())
          .filter(Boolean),
      );
    };
    const hint = this.value.field === 'customer.language' ? 'Like de, en; de is also de-AT.' : 'Like EUR, USD.';
    return textField({
      ...at,
      label: 'Words, with commas between them',
      hint,
      value: this.written ?? at.value.join(', '),
      change,
    });
  }
}

export const textCondition: Kind<Word> = {
  label: 'A word: status, stage, language, weekday',
  make: () => ({ kind: 'text', field: 'customer.stage', is: 'one-of', values: [] }),
  render: ({ value, path, errors }) =>
    html`<wx-condition-text .value=${value} .path=${path} .errors=${errors}></wx-condition-text>`,
  check: ({ values }) => (values.length > 0 ? [] : [{ path: 'values', message: 'Choose at least one.' }]),
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-condition-text': WxConditionText;
  }
}
