import { consume } from '@lit/context';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Step } from '../../../../contract/automation.ts';
import type { TemplateProblem } from '../../../../contract/template.ts';
import { areaField, selectField } from '../fields.ts';
import type { Kind } from '../kinds.ts';
import { RulePart } from '../rule-part.ts';
import { type RuleTools, ruleToolsContext, slotsToFill, templateNamed } from '../rule-tools.ts';
import '../../wx-template-values.ts';
import type { ValuesChangeEvent } from '../../wx-template-values.ts';

type Message = Extract<Step['do'], { kind: 'message' }>;

const PURPOSES = [
  ['marketing', 'Advertising: only to whoever agreed to offers'],
  ['transactional', 'About something they did: a quote, an order, a visit'],
] as const;
const PANELS = [
  ['first', 'In the panel if a page of the shop is open, else by WhatsApp'],
  ['only', 'In the panel alone, or not at all'],
  ['never', 'By WhatsApp alone'],
] as const;
const NO_TEMPLATE = '';

/** Writes to the customer. */
@customElement('wx-action-message')
export class WxActionMessage extends RulePart<Message> {
  @consume({ context: ruleToolsContext, subscribe: true }) private tools: RuleTools | undefined;

  override render() {
    const { panel, text } = this.value;
    const hint =
      panel === 'only'
        ? 'Shown in the panel.'
        : 'In the panel, and by WhatsApp within 24 hours of their last message. {{customer.first_name|there}} puts in what is known, or what stands behind the bar.';
    return html`
      ${selectField({ ...this.at('purpose'), label: 'What kind of message' }, PURPOSES)}
      ${selectField({ ...this.at('panel'), label: 'Which way' }, PANELS)}
      ${areaField({ ...this.at('text'), label: 'Words', value: text ?? '', hint, change: words => this.at('text').change(words || null) })}
      ${this.renderInsert()}
      ${panel === 'only' ? nothing : this.renderTemplate()}`;
  }

  private renderInsert() {
    const fields = this.tools?.templates?.fields ?? [];
    if (fields.length === 0) return nothing;
    return html`<select class="field insert" aria-label="Put into the words" @change=${(event: Event) => this.insert(event.target as HTMLSelectElement)}>
      <option value="">Put in …</option>${fields.map(({ name, label }) => html`<option value=${name}>${label}</option>`)}</select>`;
  }

  private renderTemplate() {
    const list = this.tools?.templates;
    const { template } = this.value;
    const at = { ...this.at('template'), value: template?.name ?? NO_TEMPLATE };
    const names = [
      ...new Set([...(list?.templates ?? []).map(({ name }) => name), ...(template ? [template.name] : [])]),
    ];
    const known = template ? templateNamed(list, template) : undefined;
    const missing =
      template && list && !known ? 'There is no such template: make it under Templates, or choose another.' : '';
    return html`
      ${selectField(
        {
          ...at,
          label: 'Template, at any other time',
          hint: missing || 'Meta lets templates alone through when they have not written for 24 hours.',
          change: name => this.choose(name),
        },
        [[NO_TEMPLATE, 'None'], ...names.map(name => [name, name] as const)],
      )}
      ${known?.notes.map(({ tone, what, mend }) => html`<p class="note ${tone}">${what} ${mend}</p>`)}
      ${known ? html`<p class="note" dir="auto">${known.shown.body}</p>` : nothing}
      ${known && template ? html`<wx-template-values .slots=${slotsToFill(known)} .fields=${list!.fields} .values=${template.values} .problems=${this.problems} @values-change=${this.fill}></wx-template-values>` : nothing}`;
  }

  /** What is wrong with the template's values, as their own element takes it. */
  private get problems(): TemplateProblem[] {
    const begin = `${this.path}.template.values.`;
    return this.errors
      .filter(({ path }) => path.startsWith(begin))
      .map(({ path, message }) => ({
        ...{ field: path.slice(begin.length), component: 'template', parameter: null, what: message, mend: '' },
      }));
  }

  /** Its variables are filled with what they most likely mean. */
  private choose(name: string) {
    const chosen = this.tools?.templates?.templates.find(template => template.name === name);
    const values = Object.fromEntries(chosen?.slots.map(({ key, suggestion }) => [key, suggestion]) ?? []);
    this.at('template').change(chosen ? { name, language: chosen.language, values } : null);
  }

  private readonly fill = ({ values }: ValuesChangeEvent) => {
    const { template } = this.value;
    if (template) this.at('template').change({ ...template, values });
  };

  /** Where the cursor is. */
  private async insert(select: HTMLSelectElement) {
    const area = this.renderRoot.querySelector('textarea')!;
    const expression = `{{${select.value}}}`;
    select.value = '';
    area.setRangeText(expression, area.selectionStart, area.selectionEnd, 'end');
    this.at('text').change(area.value);
    area.focus();
  }
}

export const messageAction: Kind<Message> = {
  label: 'Write to them',
  make: () => ({ kind: 'message', purpose: 'marketing', panel: 'first', text: null, template: null }),
  render: ({ value, path, errors }) =>
    html`<wx-action-message .value=${value} .path=${path} .errors=${errors}></wx-action-message>`,
  check({ text, template, panel }) {
    if (text?.trim() || (template && panel !== 'only')) return [];
    return [
      {
        path: 'text',
        message: panel === 'only' ? 'Write what is to be shown.' : 'Write something, or choose a template.',
      },
    ];
  },
};

declare global {
  interface HTMLElementTagNameMap {
    'wx-action-message': WxActionMessage;
  }
}
