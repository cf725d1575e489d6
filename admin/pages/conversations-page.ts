import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { ApiClient } from '../api/client.ts';
import { apiContext, liveContext, routerContext, sessionContext } from '../contexts/contexts.ts';
import type { Live } from '../contexts/live.ts';
import type { Router } from '../contexts/router.ts';
import { Shortcuts } from '../contexts/shortcuts.ts';
import { Subscription } from '../contexts/subscription.ts';
import { InboxController } from '../controllers/inbox-controller.ts';
import type { ConversationMergedEvent } from '../controllers/thread-controller.ts';
import type { FilterRequestEvent, WxInboxFilters } from '../elements/wx-inbox-filters.ts';
import type { WxInboxList } from '../elements/wx-inbox-list.ts';
import { HelpRequestEvent } from '../elements/wx-shell.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import type { WxConversationPage } from './conversation-page.ts';
import '../elements/wx-inbox-filters.ts';
import '../elements/wx-inbox-list.ts';
import './conversation-page.ts';
import { conversationsStyles } from './conversations-page.styles.ts';

/** The inbox: the list, and the conversation that the address names. */
@customElement('wx-conversations-page')
export class WxConversationsPage extends LitElement {
  static override styles = [shared, conversationsStyles];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: liveContext }) private live!: Live;
  @consume({ context: routerContext }) private router!: Router;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @query('wx-inbox-list') private list!: WxInboxList | null;
  @query('wx-inbox-filters') private filters!: WxInboxFilters;
  @query('wx-conversation-page') private conversation!: WxConversationPage | null;

  private readonly inbox = new InboxController(this, () => ({
    api: this.api,
    live: this.live,
    agentId: this.session.agent.id,
  }));
  protected readonly typing = new Subscription(this, () => this.live, 'typing');
  protected readonly route = new Subscription(this, () => this.router, 'change');
  protected readonly keys = new Shortcuts(this, {
    j: () => this.list?.step(1),
    ArrowDown: () => this.list?.step(1),
    k: () => this.list?.step(-1),
    ArrowUp: () => this.list?.step(-1),
    r: () => this.conversation?.reply(),
    e: () => this.conversation?.toggleResolved(),
    a: () => this.conversation?.assign(),
    '/': () => this.filters.focusSearch(),
    '?': () => this.dispatchEvent(new HelpRequestEvent()),
  });

  protected override willUpdate() {
    const { view, unread, q } = this.router.route;
    this.inbox.show({ view, unread, q });
  }

  override render() {
    const { route } = this.router;
    return html`<div class="columns ${route.id === null ? '' : 'opened'}" @click=${(event: MouseEvent) => this.router.takeClick(event)}>
      <section class="inbox" aria-label="Inbox">
        <wx-inbox-filters .filter=${route} .counts=${this.inbox.counts} .hrefOf=${this.viewHref} @filter-request=${this.takeFilter}></wx-inbox-filters>
        ${this.renderList()}
      </section>
      ${
        route.id === null
          ? html`<div class="nothing">${icon('conversations', 40)}<p>Choose a conversation to read and answer it.</p>
              <p class="quiet">Press <kbd>j</kbd> and <kbd>k</kbd> to move, <kbd>Enter</kbd> to open, <kbd>?</kbd> for all keys.</p></div>`
          : html`<wx-conversation-page .conversationId=${route.id} .backHref=${this.router.href({ id: null })} @conversation-merged=${this.followMerge}></wx-conversation-page>`
      }
    </div>`;
  }

  private renderList() {
    const { inbox } = this;
    const { id } = this.router.route;
    if (inbox.status === 'pending')
      return html`<div class="wait" role="status" aria-label="Loading conversations">${skeleton}</div>`;
    if (inbox.status === 'error') {
      return html`<div class="message" role="alert"><p>The conversations could not be loaded.</p>
        <p class="quiet">${inbox.error instanceof Error ? inbox.error.message : nothing}</p>
        <button class="button" @click=${() => inbox.load()}>Try again</button></div>`;
    }
    const rows = inbox.rows(id);
    if (rows.length === 0) return this.renderEmpty();
    return html`<wx-inbox-list .rows=${rows} .selectedId=${id} .agentId=${this.session.agent.id} .hasMore=${inbox.hasMore}
      .typing=${this.live.typing} .hrefOf=${this.rowHref} @more-request=${() => inbox.loadMore()}></wx-inbox-list>`;
  }

  private renderEmpty() {
    const { q, unread, view } = this.router.route;
    const isNarrow = q !== '' || unread || view !== 'open';
    const words = q !== '' ? `Nothing found for “${q}”.` : unread ? 'No unread conversations here.' : EMPTY[view];
    return html`<div class="message">${icon('inbox', 34)}<p>${words}</p>
      ${isNarrow ? html`<a class="button" href=${this.router.href({ q: '', unread: false, view: 'open' })}>Show open conversations</a>` : nothing}</div>`;
  }

  private readonly rowHref = (id: string) => this.router.href({ id });
  private readonly viewHref = (view: FilterRequestEvent['filter']['view']) => this.router.href({ view });

  private takeFilter({ filter, typed }: FilterRequestEvent) {
    this.router.go(filter, { replace: typed });
  }

  private followMerge({ into }: ConversationMergedEvent) {
    this.router.go({ id: into }, { replace: true });
  }
}

const EMPTY = {
  open: 'All done: no open conversations.',
  mine: 'No conversation is assigned to you.',
  unassigned: 'Every open conversation has somebody.',
  resolved: 'Nothing resolved yet.',
  all: 'No conversations yet. They appear here when a shopper writes.',
};

const skeleton = Array.from({ length: 7 }, () => html`<div class="bone"><i></i><span></span></div>`);
