import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { CheckedCondition, Why } from '../../contract/automation-why.ts';
import { explainRule } from '../api/automations.ts';
import type { ApiClient } from '../api/client.ts';
import { apiContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { localWords } from '../state/local-words.ts';
import { shared } from '../styles/shared.ts';
import type { CustomerPickEvent } from './rule/wx-customer-picker.ts';
import './rule/wx-customer-picker.ts';

const HELD = new Map([
  [true, { sign: '✓', words: 'holds' }],
  [false, { sign: '✗', words: 'does not hold' }],
  [null, { sign: '?', words: 'is not known' }],
]);

/** Looks somebody up and says why a rule did, or did not do, something for them, also where it never began. */
@customElement('wx-why')
export class WxWhy extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 10px;
      }
      [role='status'] {
        display: grid;
        gap: 4px;
      }
      h3 {
        margin: 8px 0 0;
        font-size: 0.8125rem;
        font-weight: 500;
      }
      p {
        margin: 0;
      }
      .answer {
        font-weight: 500;
      }
      ul {
        display: grid;
        gap: 4px;
        margin: 0;
        padding-inline-start: 18px;
        font-size: 0.875rem;
        overflow-wrap: anywhere;
      }
      ul.tree {
        padding-inline-start: 0;
        list-style: none;
      }
      ul.tree ul {
        margin-block-start: 4px;
        padding-inline-start: 18px;
        list-style: none;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property() ruleId = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  @query('[role=status]') private answer!: HTMLElement;
  @state() private picked: CustomerPickEvent['customer'] = null;
  private readonly why = new Loaded<Why>(this);

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('ruleId')) this.ask();
  }

  override render() {
    return html`<wx-customer-picker label="Who?" .picked=${this.picked} @customer-pick=${this.pick}></wx-customer-picker>
      <div role="status" tabindex="-1">${this.picked ? this.renderAnswer() : nothing}</div>`;
  }

  private renderAnswer() {
    const { status, value, error } = this.why;
    if (status === 'error')
      return html`<p>${error instanceof Error ? error.message : 'This could not be loaded.'} <button class="button small" @click=${this.askAgain}>Try again</button></p>`;
    if (!value) return html`<p class="quiet">Loading…</p>`;
    const { words, occasions, conditions, first } = value;
    return html`<p class="answer">${localWords(words)}</p>
      ${occasions.length > 0 ? html`<h3>What happened</h3><ul>${occasions.map(one => html`<li>${localWords(one.words)}</li>`)}</ul>` : nothing}
      ${conditions ? html`<h3>The rule’s conditions now</h3><ul class="tree">${renderCondition(conditions)}</ul>` : nothing}
      <h3>If its first step were due now</h3><p class="quiet">${localWords(first)}</p>
      ${value.runs.length > 0 ? html`<p class="quiet">Each run with its decisions is on <a href="/admin/customers/${value.customer.id}">their page</a>.</p>` : nothing}`;
  }

  private readonly pick = ({ customer }: CustomerPickEvent) => {
    this.picked = customer;
    this.ask();
  };

  /** The button goes; whoever pressed it waits where the answer will stand. */
  private readonly askAgain = () => {
    this.answer.focus();
    this.ask();
  };

  private readonly ask = () => {
    this.why.forget();
    const { picked, ruleId } = this;
    if (picked) void this.why.load(signal => explainRule(this.api, ruleId, picked.id, signal));
  };
}

function renderCondition({ holds, because, of }: CheckedCondition): unknown {
  const { sign, words } = HELD.get(holds)!;
  return html`<li><span aria-hidden="true">${sign}</span> ${because} <span class="visually-hidden">(${words})</span>${
    of.length > 0 ? html`<ul>${of.map(renderCondition)}</ul>` : nothing
  }</li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-why': WxWhy;
  }
}
