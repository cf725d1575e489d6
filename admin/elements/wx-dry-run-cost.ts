import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { DryRunMessage, DryRunResult, MessagePrice } from '../../contract/dry-run.ts';
import type { ApiClient } from '../api/client.ts';
import { getMessagePrices, saveMessagePrices } from '../api/dry-runs.ts';
import { apiContext, sessionContext } from '../contexts/contexts.ts';
import { countryWords, messageWords, moneyWords } from '../state/dry-run-words.ts';
import { shared } from '../styles/shared.ts';
import { dryRunStyles } from './wx-dry-run.styles.ts';

/** Prices were entered: whoever shows costs asks anew. */
export class PricesSavedEvent extends Event {
  constructor() {
    super('prices-saved', { bubbles: true, composed: true });
  }
}

/** How many messages of which kind would have gone to which country, and what they cost by the prices that the merchant has entered. */
@customElement('wx-dry-run-cost')
export class WxDryRunCost extends LitElement {
  static override styles = [shared, dryRunStyles];

  @property({ attribute: false }) result!: DryRunResult;
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private trouble = '';

  override render() {
    const { messages, cost } = this.result;
    if (messages.length === 0) return html`<p class="hint">No message would have been sent.</p>`;
    const { currency } = cost;
    return html`
      <p>${currency ? this.renderSum(currency) : html`<strong>No prices are entered.</strong> They are on Meta's rate card for your currency.`}</p>
      <form @submit=${this.save}>
        <div class="table"><table>
          <caption class="visually-hidden">Messages by kind and country</caption>
          <thead><tr><th scope="col">Kind</th><th scope="col">Country</th><th scope="col">Messages</th><th scope="col">Cost</th>${this.isOwner ? html`<th scope="col">Price of one</th>` : nothing}</tr></thead>
          <tbody>${messages.map(message => this.renderRow(message, currency))}</tbody>
        </table></div>
        ${
          this.isOwner
            ? html`<p class="row currency"><label>Currency <input class="field" name="currency" required pattern="[A-Za-z]{3}" maxlength="3" placeholder="EUR" .value=${currency ?? ''}></label>
              <button class="button small">Save prices</button></p>`
            : nothing
        }
        ${this.trouble ? html`<p role="alert">${this.trouble}</p>` : nothing}
      </form>`;
  }

  /** Where nothing has a price a sum of zero would say that it is free. */
  private renderSum(currency: string) {
    const { messages, cost } = this.result;
    const { amount, unpriced } = cost;
    const some = `${unpriced.toLocaleString()} ${unpriced === 1 ? 'message' : 'messages'}`;
    if (unpriced > 0 && !messages.some(({ category, price }) => category !== null && price !== null))
      return html`<strong>${some} ${unpriced === 1 ? 'has' : 'have'} no price.</strong>`;
    return html`<strong>${moneyWords(amount, currency)}</strong>
      ${unpriced > 0 ? html`<span class="hint">and ${some} without a price</span>` : nothing}`;
  }

  private get isOwner() {
    return this.session.agent.role === 'owner';
  }

  private renderRow(message: DryRunMessage, currency: string | null) {
    const { category, country, count, price } = message;
    const name = `${category} ${country ?? '*'}`;
    const each = price === null ? '' : String(Number((Number(price) / count).toFixed(4)));
    return html`<tr>
      <th scope="row">${messageWords(message)}</th><td>${countryWords(country)}</td><td class="number">${count.toLocaleString()}</td>
      <td class="number">${category === null ? 'free' : price === null || !currency ? '—' : moneyWords(price, currency)}</td>
      ${
        this.isOwner
          ? html`<td>${category === null ? nothing : html`<input class="field" inputmode="decimal" name=${name} pattern="\\d{1,12}([.,]\\d{1,4})?" aria-label="Price of one: ${messageWords(message)}, ${countryWords(country)}" .value=${each}>`}</td>`
          : nothing
      }
    </tr>`;
  }

  private readonly save = async (event: SubmitEvent) => {
    event.preventDefault();
    const entered = new FormData(event.target as HTMLFormElement);
    const shown = this.result.messages.filter(({ category }) => category !== null);
    const told = shown.flatMap(({ category, country }): MessagePrice[] => {
      const price = String(entered.get(`${category} ${country ?? '*'}`) ?? '').replace(',', '.');
      return price === '' || category === null ? [] : [{ category, country, price }];
    });
    const isShown = (price: MessagePrice) =>
      shown.some(({ category, country }) => category === price.category && country === price.country);
    try {
      const { prices } = await getMessagePrices(this.api);
      const currency = String(entered.get('currency')).toUpperCase();
      await saveMessagePrices(this.api, { currency, prices: [...prices.filter(price => !isShown(price)), ...told] });
      this.trouble = '';
      this.dispatchEvent(new PricesSavedEvent());
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : 'That did not work.';
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-dry-run-cost': WxDryRunCost;
  }
}
