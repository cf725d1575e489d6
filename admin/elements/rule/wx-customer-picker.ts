import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CustomerList } from '../../../contract/journey.ts';
import type { ApiClient } from '../../api/client.ts';
import { listCustomers } from '../../api/customers.ts';
import { apiContext } from '../../contexts/contexts.ts';
import { Delayed } from '../../controllers/delayed.ts';
import { shared } from '../../styles/shared.ts';
import { templateForms } from '../../styles/template-forms.ts';

type Picked = { id: string; name: string };

/** This customer was picked; null: another one is to be. */
export class CustomerPickEvent extends Event {
  readonly customer: Picked | null;

  constructor(customer: Picked | null) {
    super('customer-pick', { bubbles: true, composed: true });
    this.customer = customer;
  }
}

const SHOWN = 8;

/** Finds one customer by name, phone or e-mail address. */
@customElement('wx-customer-picker')
export class WxCustomerPicker extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      ul {
        display: grid;
        margin: 6px 0 0;
        padding: 0;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius);
        list-style: none;
      }
      li + li {
        border-block-start: 1px solid var(--wx-line);
      }
      li > button {
        display: flex;
        flex-wrap: wrap;
        gap: 0 8px;
        inline-size: 100%;
        min-block-size: 34px;
        padding: 6px 12px;
        border: 0;
        background: none;
        align-items: baseline;
        text-align: start;
        cursor: pointer;
      }
      li > button:hover {
        background: var(--wx-hover);
      }
    `,
  ];

  @property({ attribute: false }) picked: Picked | null = null;
  @property() label = 'Look at it with a customer';
  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private q = '';
  private readonly found = new Delayed<CustomerList>(this);

  override connectedCallback() {
    super.connectedCallback();
    this.ask(0);
  }

  override render() {
    if (this.picked)
      return html`<div class="row"><span>With <strong dir="auto">${this.picked.name}</strong></span>
        <button class="button small" type="button" @click=${() => this.pick(null)}>Another customer</button></div>`;
    return html`<div class="item"><label for="q">${this.label}</label>
      <input class="field" type="search" id="q" autocomplete="off" placeholder="Name, phone or e-mail" .value=${this.q}
        @input=${(event: Event) => this.search((event.target as HTMLInputElement).value)} @keydown=${this.submitNothing}></div>
      <p class=${this.found.answer.value?.customers.length === 0 ? 'hint' : 'visually-hidden'} role="status">${this.foundWords()}</p>
      ${this.renderFound()}`;
  }

  /** Heard by whoever does not see the list change; a list that nobody asked for yet is not news. */
  private foundWords() {
    const found = this.found.answer.value?.customers.length;
    if (found === undefined || this.q === '') return nothing;
    if (found === 0) return 'None fits.';
    return found > SHOWN ? `The first ${SHOWN} are shown.` : `${found} found.`;
  }

  private renderFound() {
    const { status, value } = this.found.answer;
    if (status === 'error') return html`<p class="problem" role="alert">Customers could not be loaded.</p>`;
    if (!value || value.customers.length === 0) return nothing;
    return html`<ul aria-label="Customers">${value.customers.slice(0, SHOWN).map(({ id, fullName, phone }) => {
      const name = fullName ?? phone ?? 'Guest';
      return html`<li><button type="button" @click=${() => this.pick({ id, name })}><bdi>${name}</bdi>${fullName && phone ? html` <span class="hint" dir="ltr">${phone}</span>` : nothing}</button></li>`;
    })}</ul>`;
  }

  /** Enter in the field is not to save the form that it stands in. */
  private readonly submitNothing = (event: KeyboardEvent) => {
    if (event.key === 'Enter') event.preventDefault();
  };

  private search(q: string) {
    this.q = q;
    this.ask();
  }

  /** Before anything is looked for, those who have a name: guests all read alike. */
  private ask(pause?: number) {
    const q = this.q.trim();
    const filter = {
      stage: null,
      hot: false,
      kind: q === '' ? 'known' : null,
      minScore: null,
      q,
      sort: 'last-seen',
    } as const;
    this.found.ask(signal => listCustomers(this.api, filter, null, signal), pause);
  }

  /** Whoever picks by keyboard is not left behind when the list goes. */
  private async pick(customer: Picked | null) {
    this.dispatchEvent(new CustomerPickEvent(customer));
    await new Promise(requestAnimationFrame);
    this.renderRoot.querySelector<HTMLElement>('input, .row button')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-customer-picker': WxCustomerPicker;
  }
}
