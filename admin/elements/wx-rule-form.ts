import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Action, Cancel, Hours, RuleDefinition, Step } from '../../contract/automation.ts';
import type { TemplateList } from '../../contract/template.ts';
import type { ApiClient } from '../api/client.ts';
import { listTemplates } from '../api/templates.ts';
import { apiContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { CANCEL_WORDS, HOURS_WORDS } from '../state/automation-words.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';

/** The agent wants the rule to say this from now on. */
export class RuleSubmitEvent extends Event {
  readonly definition: RuleDefinition;
  constructor(definition: RuleDefinition) {
    super('rule-submit', { bubbles: true, composed: true });
    this.definition = definition;
  }
}

type Message = Extract<Action, { kind: 'message' }>;

/** What of a rule is changed most: its name, its hours, what ends it, and each step's times, words and template. */
@customElement('wx-rule-form')
export class WxRuleForm extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      form,
      fieldset {
        display: grid;
        gap: 12px;
      }
      fieldset {
        margin: 0;
        padding: 12px 14px;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius);
      }
      legend {
        font-weight: 600;
        font-size: 0.8125rem;
      }
      .times .field {
        inline-size: 7rem;
        flex: none;
      }
      label.check {
        display: flex;
        gap: 8px;
        align-items: center;
        min-block-size: 28px;
      }
    `,
  ];

  @property({ attribute: false }) definition!: RuleDefinition;
  @consume({ context: apiContext }) private api!: ApiClient;
  private readonly templates = new Loaded<TemplateList>(this);

  override connectedCallback() {
    super.connectedCallback();
    void this.templates.load(signal => listTemplates(this.api, signal));
  }

  override render() {
    const { name, hours, cancelledBy, steps } = this.definition;
    return html`<form @submit=${this.submit}>
      <div class="item"><label for="name">Name</label><input class="field" id="name" name="name" required maxlength="100" .value=${name}></div>
      <div class="item"><label for="hours">When it may write</label>
        <select class="field" id="hours" name="hours">${Object.entries(HOURS_WORDS).map(([key, words]) => html`<option value=${key} ?selected=${key === hours}>${words}</option>`)}</select>
      </div>
      <fieldset><legend>It ends when</legend>
        ${Object.entries(CANCEL_WORDS).map(
          ([key, words]) =>
            html`<label class="check"><input type="checkbox" name="cancel" value=${key} ?checked=${cancelledBy.includes(key as Cancel)}> ${words}</label>`,
        )}
      </fieldset>
      ${steps.map((step, n) => this.renderStep(step, n))}
      <div class="row"><button class="button primary">Save</button><button class="button" type="button" @click=${this.cancel}>Do not change it</button></div>
    </form>`;
  }

  private renderStep({ wait, withinMinutes, do: action }: Step, n: number) {
    return html`<fieldset><legend>Step ${n + 1}</legend>
      <div class="row times">
        ${this.renderMinutes(`wait.${n}`, 'Minutes to wait', wait.minutes, 0)}${this.renderMinutes(`within.${n}`, 'Makes sense for so many minutes', withinMinutes, 1)}
      </div>
      ${action.kind === 'message' ? this.renderMessage(action, n) : nothing}
    </fieldset>`;
  }

  private renderMinutes(name: string, label: string, value: number, min: number) {
    return html`<div class="item"><label for=${name}>${label}</label>
      <input class="field" id=${name} name=${name} type="number" min=${min} max="527040" required .value=${String(value)}></div>`;
  }

  private renderMessage({ text, template }: Message, n: number) {
    const names = [
      ...new Set([
        ...(this.templates.value?.templates.map(({ name }) => name) ?? []),
        ...(template ? [template.name] : []),
      ]),
    ];
    return html`
      <div class="item"><label for="text.${n}">Words, in the panel and within 24 hours of their last message</label>
        <textarea class="field" id="text.${n}" name="text.${n}" rows="3" maxlength="4096" .value=${text ?? ''}></textarea>
        <p class="hint">{{customer.first_name|there}} puts in what is known, or what stands behind the bar.</p></div>
      ${
        template
          ? html`<div class="item"><label for="template.${n}">Template, at any other time</label>
              <select class="field" id="template.${n}" name="template.${n}">${names.map(name => html`<option ?selected=${name === template.name}>${name}</option>`)}</select></div>`
          : nothing
      }`;
  }

  private submit(event: SubmitEvent) {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const steps = this.definition.steps.map((step, n): Step => {
      const wait = { ...step.wait, minutes: Number(text(`wait.${n}`)) };
      const withinMinutes = Number(text(`within.${n}`));
      if (step.do.kind !== 'message') return { ...step, wait, withinMinutes };
      const template = this.templateOf(step.do, text(`template.${n}`));
      return { ...step, wait, withinMinutes, do: { ...step.do, text: text(`text.${n}`) || null, template } };
    });
    const change = {
      name: text('name'),
      hours: text('hours') as Hours,
      cancelledBy: data.getAll('cancel') as Cancel[],
      steps,
    };
    this.dispatchEvent(new RuleSubmitEvent({ ...this.definition, ...change }));
  }

  /** Another template is filled with what its variables most likely mean. */
  private templateOf({ template }: Message, name: string): Message['template'] {
    if (!template || name === template.name) return template;
    const chosen = this.templates.value?.templates.find(each => each.name === name);
    const values = Object.fromEntries(chosen?.slots.map(({ key, suggestion }) => [key, suggestion]) ?? []);
    return { name, language: chosen?.language ?? template.language, values };
  }

  private readonly cancel = () => this.dispatchEvent(new Event('rule-cancel', { bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-form': WxRuleForm;
  }
}
