import { html, nothing, type TemplateResult } from 'lit';
import type { FieldError } from '../../state/rule-draft.ts';

/** A field of a rule: its id is its path, so that whoever is told what is wrong can be taken there. */
export type Field<V> = {
  path: string;
  label: string;
  value: V;
  errors: readonly FieldError[];
  hint?: string;
  change: (value: V) => void;
};

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const textOf = (event: Event) => (event.target as Control).value;

export const messagesAt = (errors: readonly FieldError[], path: string): string[] =>
  errors.filter(error => error.path === path).map(({ message }) => message);

/** What is wrong with it, or else what helps; the control names it as its description. */
export const more = ({ path, errors, hint }: Pick<Field<unknown>, 'path' | 'errors' | 'hint'>) => {
  const wrong = messagesAt(errors, path);
  return html`<div id="${path}-more">${wrong.map(message => html`<p class="problem">${message}</p>`)}${
    wrong.length === 0 && hint ? html`<p class="hint">${hint}</p>` : nothing
  }</div>`;
};

const isWrong = ({ errors, path }: Pick<Field<unknown>, 'path' | 'errors'>) => messagesAt(errors, path).length > 0;

const item = (field: Pick<Field<unknown>, 'path' | 'label' | 'errors' | 'hint'>, control: TemplateResult) =>
  html`<div class="item"><label for=${field.path}>${field.label}</label>${control}${more(field)}</div>`;

export const selectField = <V extends string>(
  field: Field<V>,
  options: readonly (readonly [value: string, words: string])[],
) =>
  item(
    field,
    html`<select class="field" id=${field.path} aria-invalid=${isWrong(field)} aria-describedby="${field.path}-more"
      @change=${(event: Event) => field.change(textOf(event) as V)}>
      ${options.map(([value, words]) => html`<option value=${value} .selected=${value === field.value}>${words}</option>`)}
    </select>`,
  );

export const textField = (field: Field<string>, { most = 200, list = '' } = {}) =>
  item(
    field,
    html`<input class="field" id=${field.path} dir="auto" maxlength=${most} list=${list || nothing} .value=${field.value} aria-invalid=${isWrong(field)}
      aria-describedby="${field.path}-more" @input=${(event: Event) => field.change(textOf(event))}>`,
  );

export const areaField = (field: Field<string>, { most = 4096, rows = 3 } = {}) =>
  item(
    field,
    html`<textarea class="field" id=${field.path} dir="auto" maxlength=${most} rows=${rows} .value=${field.value} aria-invalid=${isWrong(field)}
      aria-describedby="${field.path}-more" @input=${(event: Event) => field.change(textOf(event))}></textarea>`,
  );

/** What is no number is NaN in the draft, and told when it is to be saved. */
export const numberField = (field: Field<number>, { least = 0, most = 1e12, step = '1' } = {}) =>
  item(
    field,
    html`<input class="field" type="number" id=${field.path} min=${least} max=${most} step=${step} .value=${numberText(field.value)}
      aria-invalid=${isWrong(field)} aria-describedby="${field.path}-more" @input=${(event: Event) => field.change(numberOf(textOf(event)))}>`,
  );

export const numberText = (value: number | null) => (Number.isFinite(value) ? String(value) : '');
export const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));
