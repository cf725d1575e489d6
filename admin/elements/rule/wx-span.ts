import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { messagesAt, more, numberOf, numberText } from './fields.ts';
import { RulePart } from './rule-part.ts';

const UNITS = { minutes: 1, hours: 60, days: 24 * 60 };
type Unit = keyof typeof UNITS;
const LARGEST_FIRST: Unit[] = ['days', 'hours', 'minutes'];

/** A span of time in whole minutes, in whatever unit is easiest to read. */
@customElement('wx-span')
export class WxSpan extends RulePart<number> {
  @property() label = '';
  @property() hint = '';
  @property({ type: Number }) least = 0;
  @state() private chosen: Unit | null = null;

  override render() {
    const { path, label, hint, errors, value } = this;
    const unit = this.chosen ?? unitOf(value);
    const many = Math.round((value / UNITS[unit]) * 1000) / 1000;
    return html`<div class="item"><label for=${path}>${label}</label>
      <div class="side">
        <input class="field" type="number" id=${path} min=${this.least} step="any" .value=${numberText(many)} aria-invalid=${messagesAt(errors, path).length > 0}
          aria-describedby="${path}-more" @input=${(event: Event) => this.choose(unit, numberOf((event.target as HTMLInputElement).value))}>
        <select class="field" aria-label="${label}: unit" @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value as Unit, many)}>
          ${LARGEST_FIRST.toReversed().map(each => html`<option value=${each} .selected=${each === unit}>${each}</option>`)}
        </select>
      </div>${more({ path, errors, hint })}</div>`;
  }

  /** From then on the unit stays: 24 hours do not become a day while somebody writes 240. */
  private choose(unit: Unit, many: number) {
    this.chosen = unit;
    this.change(minutesOf(many, unit));
  }
}

const minutesOf = (many: number, unit: Unit) => Math.round(many * UNITS[unit]);
const unitOf = (minutes: number): Unit =>
  LARGEST_FIRST.find(unit => minutes > 0 && minutes % UNITS[unit] === 0) ?? 'minutes';

declare global {
  interface HTMLElementTagNameMap {
    'wx-span': WxSpan;
  }
}
