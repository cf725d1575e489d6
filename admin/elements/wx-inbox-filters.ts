import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { InboxCounts, InboxView } from '../../contract/conversation.ts';
import type { InboxFilter } from '../api/conversations.ts';
import { VIEWS } from '../contexts/router.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';

/** The agent wants another part of the inbox. `typed`: by writing a search text. */
export class FilterRequestEvent extends Event {
  readonly filter: Partial<InboxFilter>;
  readonly typed: boolean;

  constructor(filter: Partial<InboxFilter>, typed = false) {
    super('filter-request', { bubbles: true, composed: true });
    this.filter = filter;
    this.typed = typed;
  }
}

const NAMES: Record<InboxView, string> = {
  open: 'Open',
  mine: 'Mine',
  unassigned: 'Unassigned',
  resolved: 'Resolved',
  all: 'All',
};

/** Search waits for a pause in the writing. */
const PAUSE = 250;

/** Which conversations the list shows: views with counts, a search, only unread ones. */
@customElement('wx-inbox-filters')
export class WxInboxFilters extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 10px;
        padding: 14px 16px 10px;
        border-block-end: 1px solid var(--wx-line);
      }
      .top {
        display: flex;
        align-items: center;
        justify-content: space-between;
      }
      h1 {
        font-size: 1.125rem;
        font-weight: 700;
        letter-spacing: -0.01em;
      }
      .search {
        position: relative;
      }
      .search svg {
        position: absolute;
        inset-block: 0;
        inset-inline-start: 11px;
        margin-block: auto;
        color: var(--wx-text-quiet);
        pointer-events: none;
      }
      .search input {
        padding-inline-start: 36px;
        border-color: var(--wx-line-strong);
      }
      .search input::placeholder {
        color: var(--wx-text-quiet);
        opacity: 1;
      }
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 1px;
        margin-inline: -6px;
      }
      nav a,
      .toggle {
        display: inline-flex;
        align-items: center;
        gap: 5px;
        padding: 4px 6px;
        border: 0;
        border-radius: 7px;
        background: none;
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
        line-height: 1.3;
        text-decoration: none;
        cursor: pointer;
      }
      nav a:hover,
      .toggle:hover {
        background: var(--wx-hover);
      }
      nav a[aria-current] {
        background: var(--wx-selected);
        color: var(--wx-accent);
        font-weight: 650;
      }
      .toggle {
        padding-inline: 10px;
        border: 1px solid var(--wx-line);
        border-radius: 999px;
      }
      .toggle[aria-pressed='true'] {
        border-color: transparent;
        background: var(--wx-accent);
        color: var(--wx-on-accent);
      }
      .count {
        font-size: 0.6875rem;
        font-variant-numeric: tabular-nums;
      }
      @media (pointer: coarse) {
        nav a,
        .toggle {
          min-block-size: 36px;
        }
      }
    `,
  ];

  @property({ attribute: false }) filter!: InboxFilter;
  @property({ attribute: false }) counts: InboxCounts | null = null;
  @property({ attribute: false }) hrefOf: (view: InboxView) => string = view => view;
  @state() private text: string | null = null;
  @query('input') private search!: HTMLInputElement;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Into the search field. */
  focusSearch() {
    this.search.focus();
    this.search.select();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    // The address changed by another way (the back button): what was being written is over.
    const before = changed.get('filter');
    if (before && before.q !== this.filter.q && this.text?.trim() !== this.filter.q) this.text = null;
  }

  override render() {
    const { filter, counts } = this;
    return html`
      <div class="top">
        <h1>Conversations</h1>
        <button class="toggle" aria-pressed=${filter.unread} @click=${() => this.ask({ unread: !filter.unread })}>
          Unread ${counts ? html`<span class="count">${counts.unread}</span>` : nothing}
        </button>
      </div>
      <div class="search" role="search">
        ${icon('search', 17)}
        <input class="field" type="search" aria-label="Search names, phones and messages" placeholder="Search names, phones, messages"
          maxlength="200" .value=${this.text ?? filter.q} @input=${this.takeText} @keydown=${this.leave} />
      </div>
      <nav aria-label="Views">
        ${VIEWS.map(view => html`<a href=${this.hrefOf(view)} aria-current=${view === filter.view ? 'true' : nothing}>${NAMES[view]}${this.count(view)}</a>`)}
      </nav>`;
  }

  private count(view: InboxView) {
    if (!this.counts || view === 'resolved' || view === 'all') return nothing;
    return html`<span class="count">${this.counts[view]}</span>`;
  }

  private takeText() {
    this.text = this.search.value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.searchNow(), PAUSE);
  }

  private searchNow() {
    clearTimeout(this.timer);
    this.ask({ q: this.text?.trim() ?? '' }, true);
  }

  private leave(event: KeyboardEvent) {
    if (event.key === 'Enter') this.searchNow();
    if (event.key === 'Escape') this.search.blur();
  }

  private ask(filter: Partial<InboxFilter>, typed = false) {
    this.dispatchEvent(new FilterRequestEvent(filter, typed));
  }
}
