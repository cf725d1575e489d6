import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CustomerJourney } from '../../contract/journey.ts';
import { formatAmount, ordinal, reasonWords, STAGE_WORDS } from '../state/event-words.ts';
import { shared } from '../styles/shared.ts';
import './wx-score.ts';

/** Where a customer stands: score with its reasons, stage, page, visits, cart. */
@customElement('wx-journey')
export class WxJourney extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 10px;
      }
      .score {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      .stage {
        padding: 2px 9px;
        border-radius: 999px;
        background: var(--wx-sunken);
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      ul {
        display: grid;
        gap: 2px;
        margin: 0;
        padding: 0;
        list-style: none;
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
      .now {
        color: var(--wx-text);
      }
      .live {
        display: inline-block;
        inline-size: 8px;
        block-size: 8px;
        margin-inline-end: 5px;
        border-radius: 50%;
        background: var(--wx-whatsapp);
      }
    `,
  ];

  @property({ attribute: false }) journey!: CustomerJourney;

  override render() {
    const { lead, page, visits, cart } = this.journey;
    return html`
      <div class="score">
        <wx-score .score=${lead.score} .hot=${lead.hot} aria-label="Lead score"></wx-score>
        <span class="stage">${STAGE_WORDS[lead.stage]}</span>
      </div>
      ${lead.reasons.length > 0 ? html`<ul aria-label="Why">${lead.reasons.map(reason => html`<li>${reasonWords(reason)}</li>`)}</ul>` : nothing}
      <ul class="now">
        ${page ? html`<li>${page.now ? html`<span class="live" aria-hidden="true"></span>On the page` : 'Last on the page'} <bdi>${page.title || page.url}</bdi>${page.now ? ' now' : ''}</li>` : nothing}
        ${visits > 0 ? html`<li>${ordinal(visits)} visit</li>` : nothing}
        ${cart ? html`<li>Cart ${formatAmount(cart.total, cart.currency)}: ${cart.items.map(({ quantity, name }) => `${quantity} × ${name}`).join(', ')}</li>` : nothing}
      </ul>`;
  }
}
