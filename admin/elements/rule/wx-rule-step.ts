import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Step } from '../../../contract/automation.ts';
import { WAIT_FROM_WORDS } from '../../state/rule-choices.ts';
import { ACTIONS } from './actions.ts';
import { more, selectField } from './fields.ts';
import { kindOf, labelsOf, renderPart } from './kinds.ts';
import { RulePart } from './rule-part.ts';
import './wx-rule-condition.ts';
import './wx-span.ts';

/** One step: what it does, when, and on which condition. */
@customElement('wx-rule-step')
export class WxRuleStep extends RulePart<Step> {
  @property({ type: Boolean }) first = false;
  /** On which steps before it may lead. */
  @property({ attribute: false }) ways: readonly string[] = [];

  override focus() {
    this.renderRoot.querySelector('select')?.focus();
  }

  override render() {
    const { path, errors, value } = this;
    const { wait, withinMinutes, if: condition, do: action } = value;
    const act = (chosen: string) => this.at('do').change(ACTIONS[chosen as keyof typeof ACTIONS].make());
    return html`
      ${selectField({ path: `${path}.do-kind`, label: 'What it does', value: action.kind as string, errors, change: act }, labelsOf(ACTIONS))}
      ${renderPart(kindOf(ACTIONS, 'kind', action), { value: action, path: `${path}.do`, errors })}
      <div class="side">
        <wx-span label="Wait" .path="${path}.wait.minutes" .value=${wait.minutes} .errors=${errors}></wx-span>
        ${
          this.first
            ? nothing
            : selectField(
                {
                  path: `${path}.wait.from`,
                  label: 'Counted',
                  value: wait.from,
                  errors,
                  change: from => this.change({ ...value, wait: { ...wait, from } }),
                },
                Object.entries(WAIT_FROM_WORDS) as [Step['wait']['from'], string][],
              )
        }
        <wx-span label="Not later than, after that" least="1" .path="${path}.withinMinutes" .value=${withinMinutes} .errors=${errors}></wx-span>
      </div>
      ${this.renderWays()}
      <wx-rule-condition label="Only if" .path="${path}.if" .value=${condition} .errors=${errors}></wx-rule-condition>`;
  }

  /** None chosen: for all. A way that no step leads on any more is shown as long as it is chosen. */
  private renderWays() {
    const { path, value: on = [], errors, change } = this.at('on');
    const ways = [...new Set([...this.ways, ...on])].filter(Boolean);
    if (ways.length === 0) return nothing;
    const toggle = (way: string, isOn: boolean) => {
      const chosen = isOn ? [...on, way] : on.filter(each => each !== way);
      change(chosen.length > 0 ? chosen : undefined);
    };
    return html`<fieldset aria-describedby="${path}-more"><legend>Only for those who went this way; none chosen: for all</legend>
      <div class="side">${ways.map(
        (
          way,
          n,
        ) => html`<label class="check"><input type="checkbox" id=${n === 0 ? path : `${path}.${n}`} .checked=${on.includes(way)}
          @change=${(event: Event) => toggle(way, (event.target as HTMLInputElement).checked)}> ${way}</label>`,
      )}</div>${more({ path, errors })}</fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-step': WxRuleStep;
  }
}
