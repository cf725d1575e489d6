import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { DeliveryList, DeliveryRow, DeliveryView, SendingState } from '../../contract/delivery.ts';
import type { ApiClient } from '../api/client.ts';
import { giveUp, listDeliveries, readSending, sendAgain } from '../api/deliveries.ts';
import { apiContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import type { WxConfirm } from '../elements/wx-confirm.ts';
import { episodeWords, PURPOSE_WORDS, standing, VIEW_WORDS } from '../state/delivery-words.ts';
import { formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import { sendingPageStyles } from './sending-page.styles.ts';
import '../elements/wx-confirm.ts';

const VIEWS: DeliveryView[] = ['waiting', 'held', 'failed'];
const LOOK_AGAIN = 5000;

/** What is on its way by WhatsApp, what did not go and why, and what is left to people to decide. */
@customElement('wx-sending-page')
export class WxSendingPage extends LitElement {
  static override styles = [shared, sendingPageStyles];

  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private view: DeliveryView = 'waiting';
  @state() private cursors: (string | null)[] = [null];
  @state() private trouble = '';
  @query('wx-confirm') private confirm!: WxConfirm;
  private readonly list = new Loaded<DeliveryList>(this);
  private readonly sending = new Loaded<SendingState>(this);
  private looking: ReturnType<typeof setInterval> | undefined;

  override connectedCallback() {
    super.connectedCallback();
    void this.reload();
    this.looking = setInterval(() => {
      if (document.visibilityState === 'visible') void this.reload();
    }, LOOK_AGAIN);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.looking);
  }

  override render() {
    return html`<header>
        <h1>Sending</h1>
        ${this.renderStops()}
        <nav aria-label="Deliveries">${VIEWS.map(view => this.renderTab(view))}</nav>
        ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing}
      </header>
      ${this.renderList()}
      <wx-confirm></wx-confirm>`;
  }

  private renderStops() {
    const stopped = this.sending.value?.numbers.filter(({ stop }) => stop) ?? [];
    return stopped.map(
      ({ displayPhone, sending, stop }) => html`<div class="stop" role="status">
        <strong>${displayPhone} ${sending === 'stopped' ? 'sends nothing now.' : 'sends no marketing now.'}</strong>
        <span>${stop!.reason} ${stop!.advice}</span>
        ${stop!.resumesAt ? html`<span>It goes on by itself: ${formatExact(stop!.resumesAt)}.</span>` : nothing}
      </div>`,
    );
  }

  private renderTab(view: DeliveryView) {
    const count = this.countOf(view);
    return html`<button class="button" aria-pressed=${view === this.view} @click=${() => this.show(view)}>
      ${VIEW_WORDS[view].name}${count ? html` <span class="count">${count}</span>` : nothing}
    </button>`;
  }

  private countOf(view: DeliveryView): number {
    const { value } = this.sending;
    if (!value) return 0;
    if (view === 'held') return value.held;
    if (view === 'failed') return value.failedToday;
    return value.numbers.reduce((sum, { queued }) => sum + queued.reply + queued.transactional + queued.marketing, 0);
  }

  private renderList() {
    const { status, value } = this.list;
    if (status === 'error')
      return html`<div class="message"><p role="alert">This could not be loaded.</p>
        <button class="button" @click=${this.reload}>Try again</button></div>`;
    if (!value) return html`<div class="message" role="status">Loading …</div>`;
    if (value.deliveries.length === 0) return html`<div class="message"><p>${VIEW_WORDS[this.view].empty}</p></div>`;
    return html`<div class="list">
      <ul>${repeat(
        value.deliveries,
        ({ id }) => id,
        row => this.renderRow(row),
      )}</ul>
      <div class="pages">
        ${this.cursors.length > 1 ? html`<button class="button" @click=${this.back}>Back</button>` : nothing}
        ${value.next ? html`<button class="button" @click=${() => this.goOn(value.next!)}>More</button>` : nothing}
      </div>
    </div>`;
  }

  private renderRow(row: DeliveryRow) {
    const { customer, conversationId, purpose, preview, from, history, advice } = row;
    const who = customer.name ?? customer.phone ?? 'Customer';
    return html`<li>
      <div class="head">
        <a href=${`/admin/conversations/${conversationId}`} dir="auto">${who}</a>
        <span class="purpose">${PURPOSE_WORDS[purpose]} · ${from}</span>
        <time datetime=${row.delivery.at}>${formatExact(row.delivery.at)}</time>
      </div>
      <p class="preview" dir="auto">${preview}</p>
      <p class="standing">${standing(row)}</p>
      ${advice ? html`<p class="quiet">${advice}</p>` : nothing}
      ${
        history.length > 0
          ? html`<details><summary>What happened (${history.length})</summary>
              <ol>${history.map(episode => html`<li><time datetime=${episode.at}>${formatExact(episode.at)}</time> ${episodeWords(episode)}</li>`)}</ol>
            </details>`
          : nothing
      }
      <div class="acts">
        ${this.view === 'waiting' ? nothing : html`<button class="button" @click=${() => this.again(row, who)}>Send again</button>`}
        ${this.view === 'failed' ? nothing : html`<button class="button" @click=${() => this.drop(row, who)}>Do not send</button>`}
      </div>
    </li>`;
  }

  private async again(row: DeliveryRow, who: string) {
    const text =
      row.delivery.state === 'held'
        ? `It may have arrived already. ${who} would then have it twice.`
        : `It goes to ${who} when its turn comes, if it still may.`;
    if (await this.confirm.ask({ title: 'Send it again?', text, action: 'Send again' }))
      await this.act(() => sendAgain(this.api, row.id));
  }

  private async drop(row: DeliveryRow, who: string) {
    const text = `${who} will not get it. It stays in the conversation as not delivered.`;
    if (await this.confirm.ask({ title: 'Not send it?', text, action: 'Do not send' }))
      await this.act(() => giveUp(this.api, row.id));
  }

  private async act(work: () => Promise<unknown>) {
    try {
      await work();
      this.trouble = '';
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    }
    await this.reload();
  }

  private show(view: DeliveryView) {
    this.view = view;
    this.cursors = [null];
    this.list.forget();
    void this.reload();
  }

  private goOn(cursor: string) {
    this.cursors = [...this.cursors, cursor];
    void this.reload();
  }

  private readonly back = () => {
    this.cursors = this.cursors.slice(0, -1);
    void this.reload();
  };

  private readonly reload = async () => {
    const cursor = this.cursors.at(-1) ?? null;
    await Promise.all([
      this.list.load(signal => listDeliveries(this.api, this.view, cursor, signal)),
      this.sending.load(signal => readSending(this.api, signal)),
    ]);
  };
}
