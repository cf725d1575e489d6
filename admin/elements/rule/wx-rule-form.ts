import { ContextProvider } from '@lit/context';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Cancel, Hours, Once, RuleDefinition, Step, Trigger } from '../../../contract/automation.ts';
import type { Endpoint } from '../../../contract/outgoing-webhook.ts';
import type { TemplateList } from '../../../contract/template.ts';
import { CANCEL_WORDS, HOURS_WORDS } from '../../state/automation-words.ts';
import { SCOPE_WORDS } from '../../state/rule-choices.ts';
import { emptyStep, inOrder, moved, scopesOf, waysBefore } from '../../state/rule-draft.ts';
import { numberField, selectField, textField } from './fields.ts';
import { kindOf, labelsOf, renderPart } from './kinds.ts';
import { RulePart } from './rule-part.ts';
import { ruleToolsContext } from './rule-tools.ts';
import { TRIGGERS } from './triggers.ts';
import { ruleFormStyles } from './wx-rule-form.styles.ts';
import './wx-rule-condition.ts';
import './wx-rule-step.ts';

const MOST_STEPS = 10;

/** A whole rule as a form. It holds nothing itself: whoever shows it keeps the draft. */
@customElement('wx-rule-form')
export class WxRuleForm extends RulePart<RuleDefinition> {
  static override styles = [...RulePart.styles, ruleFormStyles];

  @property({ attribute: false }) templates: TemplateList | undefined;
  @property({ attribute: false }) endpoints: readonly Endpoint[] = [];
  /** What was done with the steps, for whoever does not see it. */
  @state() private said = '';
  private readonly tools = new ContextProvider(this, {
    context: ruleToolsContext,
    initialValue: { templates: undefined, endpoints: [] },
  });

  protected override willUpdate(changed: PropertyValues<this>) {
    const { templates, endpoints } = this;
    if (changed.has('templates') || changed.has('endpoints')) this.tools.setValue({ templates, endpoints });
  }

  override render() {
    const { errors, value } = this;
    const cancels = Object.entries(CANCEL_WORDS) as [Cancel, string][];
    return html`
      ${textField({ ...this.at('name'), label: 'Name' }, { most: 100 })}
      <fieldset class="box"><legend>When</legend>${this.renderTrigger(value.trigger)}${this.renderOnce(value)}</fieldset>
      <div class="box"><wx-rule-condition label="Only if" path="if" .value=${value.if} .errors=${errors}></wx-rule-condition></div>
      <fieldset class="box"><legend>It ends when</legend>
        ${cancels.map(
          ([
            cancel,
            words,
          ]) => html`<label class="check"><input type="checkbox" .checked=${value.cancelledBy.includes(cancel)}
            @change=${(event: Event) => this.cancelBy(cancel, (event.target as HTMLInputElement).checked)}> ${words}</label>`,
        )}
      </fieldset>
      <div class="box">${selectField({ ...this.at('hours'), label: 'When it may write' }, Object.entries(HOURS_WORDS) as [Hours, string][])}</div>
      <h2>Steps</h2>
      <ol>${value.steps.map((step, n) => this.renderStep(step, n))}</ol>
      <div><button class="button" type="button" id="steps" ?disabled=${value.steps.length >= MOST_STEPS} @click=${this.add}>Add a step</button></div>
      <p class="visually-hidden" role="status">${this.said}</p>`;
  }

  private renderTrigger(trigger: Trigger) {
    const { errors } = this;
    const choose = (on: string) => this.at('trigger').change(TRIGGERS[on as Trigger['on']].make());
    return html`
      ${selectField({ path: 'trigger', label: 'What starts it', value: trigger.on as string, errors, change: choose }, labelsOf(TRIGGERS))}
      ${renderPart(kindOf(TRIGGERS, 'on', trigger), { value: trigger, path: 'trigger', errors })}`;
  }

  private renderOnce({ trigger, once }: RuleDefinition) {
    const at = this.at('once');
    const choose = (per: Once['per']) => at.change(per === 'days' ? { per, days: 7 } : { per });
    return html`<div class="side">
      ${selectField(
        { ...at, label: 'How often', value: once.per, change: choose },
        scopesOf(trigger).map(per => [per, SCOPE_WORDS[per]] as const),
      )}
      ${once.per === 'days' ? numberField({ path: 'once.days', label: 'Days', value: once.days, errors: this.errors, change: days => at.change({ per: 'days', days }) }, { least: 1, most: 366 }) : nothing}
    </div>`;
  }

  private renderStep(step: Step, n: number) {
    const { length } = this.value.steps;
    const name = `step ${n + 1}`;
    return html`<li class="box" aria-label="Step ${n + 1}">
      <div class="head"><h3>Step ${n + 1}</h3>
        <button class="button small up" type="button" aria-label="Move ${name} up" ?disabled=${n === 0} @click=${() => this.move(n, n - 1)}>Up</button>
        <button class="button small down" type="button" aria-label="Move ${name} down" ?disabled=${n === length - 1} @click=${() => this.move(n, n + 1)}>Down</button>
        <button class="button small" type="button" aria-label="Remove ${name}" ?disabled=${length === 1} @click=${() => this.takeOut(n)}>Remove</button>
      </div>
      <wx-rule-step .value=${step} .path="steps.${n}" .errors=${this.errors} ?first=${n === 0} .ways=${waysBefore(this.value.steps, n)}></wx-rule-step>
    </li>`;
  }

  private cancelBy(cancel: Cancel, isOn: boolean) {
    const { value, change } = this.at('cancelledBy');
    change(isOn ? [...value, cancel] : value.filter(each => each !== cancel));
  }

  private readonly add = async () => {
    const { steps } = this.value;
    await this.arrange([...steps, emptyStep('step')], `Step ${steps.length + 1} was added.`);
    [...this.renderRoot.querySelectorAll('wx-rule-step')].at(-1)?.focus();
  };

  /** The step that takes its place has the focus, or else the one before. */
  private async takeOut(n: number) {
    await this.arrange(this.value.steps.toSpliced(n, 1), `Step ${n + 1} was removed.`);
    const steps = [...this.renderRoot.querySelectorAll('wx-rule-step')];
    (steps[n] ?? steps.at(-1))?.focus();
  }

  /** The focus goes along, so that the same key moves it on. */
  private async move(from: number, to: number) {
    await this.arrange(moved(this.value.steps, from, to), `Step ${from + 1} is step ${to + 1} now.`);
    const item = this.renderRoot.querySelectorAll('ol > li')[to];
    const [same, other] = to < from ? ['.up', '.down'] : ['.down', '.up'];
    item?.querySelector<HTMLElement>(`${same}:not(:disabled), ${other}:not(:disabled)`)?.focus();
    const button = item?.querySelector<HTMLButtonElement>(same);
    if (button && !button.disabled) button.focus();
  }

  private async arrange(steps: Step[], said: string) {
    this.at('steps').change(inOrder(steps));
    this.said = said;
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-form': WxRuleForm;
  }
}
