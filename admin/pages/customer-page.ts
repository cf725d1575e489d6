import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { CustomerJourney, TimelineFilter } from '../../contract/journey.ts';
import type { ApiClient } from '../api/client.ts';
import { getCustomer, getTimeline, undoMerge } from '../api/customers.ts';
import { apiContext, liveContext, routerContext } from '../contexts/contexts.ts';
import { JourneyWatch } from '../contexts/journey-live.ts';
import type { Live } from '../contexts/live.ts';
import type { Router } from '../contexts/router.ts';
import { Subscription } from '../contexts/subscription.ts';
import { Loaded } from '../controllers/loaded.ts';
import { TimelineController } from '../controllers/timeline-controller.ts';
import type { WxConfirm } from '../elements/wx-confirm.ts';
import type { UndoRequestEvent } from '../elements/wx-customer-facts.ts';
import { customerName } from '../state/customer.ts';
import { dayWords, formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import '../elements/wx-avatar.ts';
import '../elements/wx-confirm.ts';
import '../elements/wx-consents.ts';
import '../elements/wx-customer-facts.ts';
import '../elements/wx-journey.ts';
import '../elements/wx-runs.ts';
import '../elements/wx-timeline.ts';
import { serverNow } from '../contexts/server-time.ts';
import { customerPageStyles } from './customer-page.styles.ts';

const FILTERS: Record<TimelineFilter, string> = {
  pages: 'Pages',
  products: 'Products',
  carts: 'Carts',
  chats: 'Chats',
  'quotes-orders': 'Quotes and orders',
  scores: 'Lead score',
};

/** One customer: who, where they stand and why, what they have, and everything that happened, live. The filter is in the address. */
@customElement('wx-customer-page')
export class WxCustomerPage extends LitElement {
  static override styles = [shared, customerPageStyles];

  @property() customerId = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: liveContext }) private live!: Live;
  @consume({ context: routerContext }) private router!: Router;
  @state() private trouble = '';
  @query('wx-confirm') private confirm!: WxConfirm;
  private readonly customer = new Loaded<CustomerJourney>(this);
  private readonly timeline = new TimelineController(this);
  private shown: string | undefined;
  protected readonly route = new Subscription(this, () => this.router, 'change');
  protected readonly watch = new JourneyWatch(
    this,
    () => this.live,
    () => this.customer.value?.id ?? this.customerId,
    () => {
      this.loadCustomer();
      void this.timeline.refresh();
    },
  );
  /** Older pages come as one nears the end. */
  private readonly nearEnd = new IntersectionObserver(
    entries => {
      if (entries.some(({ isIntersecting }) => isIntersecting) && this.timeline.older === 'idle')
        void this.timeline.loadOlder();
    },
    { rootMargin: '600px 0px' },
  );

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.nearEnd.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('customerId')) {
      this.trouble = '';
      this.customer.forget();
      this.loadCustomer();
    }
    const question = `${this.customerId} ${this.show}`;
    if (question !== this.shown) this.loadTimeline();
    this.shown = question;
  }

  protected override updated() {
    // Watched anew after each change: an end that is still near after a page has come is an end to go on from.
    this.nearEnd.disconnect();
    const end = this.renderRoot.querySelector('.end');
    if (end) this.nearEnd.observe(end);
  }

  override render() {
    const { status, value, error } = this.customer;
    if (status === 'pending') return html`<p class="message" role="status">Loading…</p>`;
    if (status === 'error') {
      return html`<div class="message" role="alert"><p>${error instanceof Error ? error.message : 'This customer could not be loaded.'}</p>
        <button class="button" @click=${this.loadCustomer}>Try again</button> <a class="button" href="/admin/customers">All customers</a></div>`;
    }
    const customer = value!;
    const name = customerName(customer);
    const { kind, firstSeenAt, conversationId } = customer;
    return html`
      <nav><a class="button quiet" href="/admin/customers">All customers</a></nav>
      <div class="columns">
        <aside aria-label="About ${name}">
          <header>
            <wx-avatar name=${name}></wx-avatar>
            <div><h1><bdi>${name}</bdi></h1><p class="quiet">${kind === 'known' ? 'Known customer' : 'Guest'}, first seen <time datetime=${firstSeenAt} title=${formatExact(firstSeenAt)}>${dayWords(firstSeenAt, serverNow())}</time></p></div>
          </header>
          ${conversationId ? html`<p><a class="button primary" href="/admin/conversations/${conversationId}">Open the conversation</a></p>` : nothing}
          <section><h2>Lead score</h2><wx-journey .journey=${customer}></wx-journey></section>
          <wx-consents .customerId=${customer.id}></wx-consents>
          <section><h2>Automations</h2><wx-runs .of=${{ customer: customer.id }}></wx-runs></section>
          <wx-customer-facts .customer=${customer} @undo-request=${this.undo}></wx-customer-facts>
          ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing}
        </aside>
        <section class="timeline" aria-label="What happened">
          <div class="filters" role="group" aria-label="Show">
            ${this.chip(null, 'All')}${Object.entries(FILTERS).map(([key, label]) => this.chip(key as TimelineFilter, label))}
          </div>
          ${this.renderTimeline()}
        </section>
      </div>
      <wx-confirm></wx-confirm>`;
  }

  private chip(show: TimelineFilter | null, label: string) {
    return html`<button class="button small" aria-pressed=${this.show === show} @click=${() => this.narrow(show)}>${label}</button>`;
  }

  private renderTimeline() {
    const { status, timeline } = this.timeline;
    if (status === 'error')
      return html`<p class="message" role="alert">The timeline could not be loaded. <button class="button" @click=${() => this.timeline.refresh()}>Try again</button></p>`;
    if (status === 'pending') return html`<p class="message" role="status">Loading…</p>`;
    if (timeline.entries.length === 0)
      return html`<p class="message">${this.show ? 'Nothing of this kind yet.' : 'Nothing yet.'}</p>`;
    return html`<wx-timeline .entries=${timeline.entries}></wx-timeline> ${timeline.next ? this.renderEnd() : nothing}`;
  }

  private renderEnd() {
    if (this.timeline.older === 'error')
      return html`<p class="message" role="alert">What was before could not be loaded. <button class="button" @click=${() => this.timeline.loadOlder()}>Try again</button></p>`;
    return html`<p class="message end">Loading what was before…</p>`;
  }

  private get show(): TimelineFilter | null {
    const asked = this.router.search.get('show');
    return asked !== null && Object.hasOwn(FILTERS, asked) ? (asked as TimelineFilter) : null;
  }

  private narrow(show: TimelineFilter | null) {
    this.router.goTo(`/admin/customers/${this.customerId}${show ? `?show=${show}` : ''}`, { replace: true });
  }

  private readonly undo = async ({ merge }: UndoRequestEvent) => {
    const goesAhead = await this.confirm.ask({
      title: 'Make two customers of these again?',
      text: `What each of them brought goes back to them; what came since stays here. It can be done until ${dayWords(merge.undoableUntil!, serverNow())}.`,
      action: 'Make two of them',
    });
    if (!goesAhead) return;
    try {
      await undoMerge(this.api, merge.id);
      this.trouble = '';
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : 'It could not be undone.';
    }
    this.loadCustomer();
    this.loadTimeline();
  };

  private readonly loadCustomer = () =>
    void this.customer.load(signal => getCustomer(this.api, this.customerId, signal));

  private loadTimeline() {
    const { customerId, show } = this;
    this.timeline.show((cursor, signal) => getTimeline(this.api, customerId, { show, cursor }, signal));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-customer-page': WxCustomerPage;
  }
}
