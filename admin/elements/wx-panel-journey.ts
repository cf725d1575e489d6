import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CustomerJourney, TimelineEntry } from '../../contract/journey.ts';
import type { ApiClient } from '../api/client.ts';
import { getCustomer, getTimeline } from '../api/customers.ts';
import { apiContext, liveContext } from '../contexts/contexts.ts';
import { JourneyWatch } from '../contexts/journey-live.ts';
import type { Live } from '../contexts/live.ts';
import { Loaded } from '../controllers/loaded.ts';
import { shared } from '../styles/shared.ts';
import './wx-journey.ts';
import './wx-timeline-entry.ts';

/** How many of the latest things stand beside a conversation. */
const LATEST = 8;

/** The journey beside the chat: where the customer stands and why, what they did last, live. */
@customElement('wx-panel-journey')
export class WxPanelJourney extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 12px;
        justify-items: start;
        padding-block: 18px;
        border-block-start: 1px solid var(--wx-line);
      }
      h3 {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
        font-weight: 500;
      }
      ol {
        inline-size: 100%;
        margin: 4px 0 0;
        padding: 0;
        list-style: none;
        font-size: 0.8125rem;
      }
      .quiet {
        color: var(--wx-text-quiet);
      }
    `,
  ];

  @property() customerId = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: liveContext }) private live!: Live;
  private readonly journey = new Loaded<CustomerJourney>(this);
  private readonly latest = new Loaded<readonly TimelineEntry[]>(this);
  protected readonly watch = new JourneyWatch(
    this,
    () => this.live,
    () => this.customerId,
    () => this.load(),
  );

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('customerId')) return;
    this.journey.forget();
    this.latest.forget();
    this.load();
  }

  override render() {
    const { status, value } = this.journey;
    if (status === 'pending') return html`<p class="quiet" role="status">Loading the journey…</p>`;
    if (status === 'error')
      return html`<p role="alert">The journey could not be loaded. <button class="button small" @click=${this.load}>Try again</button></p>`;
    const latest = this.latest.value ?? [];
    return html`<wx-journey .journey=${value!}></wx-journey>
      ${latest.length > 0 ? html`<section><h3>Latest</h3><ol>${latest.map(entry => html`<li><wx-timeline-entry .entry=${entry} compact></wx-timeline-entry></li>`)}</ol></section>` : nothing}
      <a class="button small" href="/admin/customers/${this.customerId}">Whole journey</a>`;
  }

  private readonly load = () => {
    const { customerId } = this;
    void this.journey.load(signal => getCustomer(this.api, customerId, signal));
    void this.latest.load(async signal => {
      const page = await getTimeline(this.api, customerId, { show: null, cursor: null, limit: LATEST }, signal);
      return page.entries;
    });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-panel-journey': WxPanelJourney;
  }
}
