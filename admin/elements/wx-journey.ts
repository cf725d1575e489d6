import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CustomerJourney } from '../../contract/journey.ts';
import { Clock } from '../contexts/clock.ts';
import { formatAmount, ordinal, STAGE_WORDS } from '../state/event-words.ts';
import { dayWords, formatExact, formatTime } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import { scoreReason } from './score-reason.ts';
import './wx-score.ts';

/** Whoever was on a page within this time is there now; nothing tells when they have left. */
const NOW_ON_PAGE = 5 * 60_000;

/** Where a customer stands: score with its reasons, tags, stage, page, visits, cart. */
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
      .since {
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
      .tags {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .tags li {
        padding: 1px 8px;
        border: 1px solid var(--wx-line-strong);
        border-radius: 999px;
        font-size: 0.75rem;
        overflow-wrap: anywhere;
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
  private readonly clock = new Clock(this);

  override render() {
    const { lead, page, visits, cart, tags } = this.journey;
    const now = this.clock.now();
    const isThere = page?.now && now - Date.parse(page.at) < NOW_ON_PAGE;
    return html`
      <div class="score">
        <span class="visually-hidden">Lead score</span><wx-score .score=${lead.score} .hot=${lead.hot}></wx-score>
        <span class="stage">${STAGE_WORDS[lead.stage]}</span>
        ${lead.hotSince && lead.hot ? html`<time class="since" datetime=${lead.hotSince} title=${formatExact(lead.hotSince)}>hot since ${dayWords(lead.hotSince, now)}, ${formatTime(lead.hotSince)}</time>` : nothing}
      </div>
      ${tags.length > 0 ? html`<ul class="tags" aria-label="Tags">${tags.map(tag => html`<li dir="auto">${tag}</li>`)}</ul>` : nothing}
      ${lead.reasons.length > 0 ? html`<ul aria-label="Why">${lead.reasons.map(reason => html`<li>${scoreReason(reason)}</li>`)}</ul>` : nothing}
      <ul class="now">
        ${page ? html`<li>${isThere ? html`<span class="live" aria-hidden="true"></span>On the page` : 'Last on the page'} <bdi>${page.title || page.url}</bdi>${isThere ? ' now' : ''}</li>` : nothing}
        ${visits > 0 ? html`<li>${ordinal(visits)} visit</li>` : nothing}
        ${cart ? html`<li>Cart ${formatAmount(cart.total, cart.currency)}: ${cart.items.map(({ quantity, name }) => `${quantity} × ${name}`).join(', ')}</li>` : nothing}
      </ul>`;
  }
}
