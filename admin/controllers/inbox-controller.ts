import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ConversationSummary, InboxCounts } from '../../contract/conversation.ts';
import type { ApiClient } from '../api/client.ts';
import { countConversations, type InboxFilter, listConversations } from '../api/conversations.ts';
import { type Live, UpdateEvent } from '../contexts/live.ts';
import { emptyInbox, needsSearch, visibleRows, withFirstPage, withNextPage, withUpdate } from '../state/inbox-list.ts';

export type InboxDeps = { api: ApiClient; live: Live; agentId: string };

/** Many updates within this time ask the server once. */
const SETTLE = 400;

/** The list of one filter: its pages, and every update on top of them. */
export class InboxController implements ReactiveController {
  status: 'pending' | 'complete' | 'error' = 'pending';
  error: unknown = null;
  isLoadingMore = false;
  counts: InboxCounts | null = null;

  private readonly host: ReactiveControllerHost;
  private readonly deps: () => InboxDeps;
  private list = emptyInbox;
  private filter: InboxFilter | null = null;
  private loading = new AbortController();
  private listening = new AbortController();
  private timers: { counts?: ReturnType<typeof setTimeout>; search?: ReturnType<typeof setTimeout> } = {};

  constructor(host: ReactiveControllerHost, deps: () => InboxDeps) {
    this.host = host;
    this.deps = deps;
    host.addController(this);
  }

  hostConnected(): void {
    this.listening = new AbortController();
    const { live } = this.deps();
    const { signal } = this.listening;
    live.addEventListener('update', event => this.takeUpdate(event), { signal });
    live.addEventListener('gap', () => this.reloadIfBehind(), { signal });
    void this.loadCounts();
  }

  hostDisconnected(): void {
    this.listening.abort();
    this.loading.abort();
    clearTimeout(this.timers.counts);
    clearTimeout(this.timers.search);
  }

  /** Shows another part of the inbox; the same one again changes nothing. */
  show(filter: InboxFilter): void {
    const known = this.filter;
    if (known && known.view === filter.view && known.unread === filter.unread && known.q === filter.q) return;
    this.filter = filter;
    this.list = emptyInbox;
    void this.load();
  }

  /** Newest first; `keepId` stays although it no longer matches. */
  rows(keepId: string | null): ConversationSummary[] {
    if (!this.filter) return [];
    return visibleRows(this.list, { ...this.filter, agentId: this.deps().agentId }, keepId);
  }

  get hasMore(): boolean {
    return this.list.next !== null;
  }

  /** Reads the list anew, as far down as it was read. What is on the screen stays until the answer is here. */
  async load(): Promise<void> {
    const { filter } = this;
    if (!filter) return;
    this.loading.abort();
    this.loading = new AbortController();
    const { signal } = this.loading;
    this.isLoadingMore = false;
    if (!this.list.loaded) this.status = 'pending';
    this.host.requestUpdate();
    try {
      const limit = Math.min(100, Math.max(30, this.list.rows.size));
      const page = await listConversations(this.deps().api, filter, { cursor: null, limit }, signal);
      this.list = withFirstPage(this.list, page);
      this.status = 'complete';
      this.deps().live.begin(page.seq);
      this.reloadIfBehind();
    } catch (error) {
      if (signal.aborted) return;
      this.error = error;
      if (!this.list.loaded) this.status = 'error';
    }
    this.host.requestUpdate();
  }

  /** The next page below. */
  async loadMore(): Promise<void> {
    const { next } = this.list;
    const { signal } = this.loading;
    if (!this.filter || next === null || this.isLoadingMore) return;
    this.isLoadingMore = true;
    try {
      const page = await listConversations(this.deps().api, this.filter, { cursor: next }, signal);
      if (!signal.aborted) this.list = withNextPage(this.list, page);
    } catch (error) {
      if (!signal.aborted) this.error = error;
    }
    if (signal.aborted) return;
    this.isLoadingMore = false;
    this.host.requestUpdate();
  }

  private takeUpdate(event: Event): void {
    if (!(event instanceof UpdateEvent) || !this.filter) return;
    const filter = { ...this.filter, agentId: this.deps().agentId };
    if (needsSearch(this.list, filter, event.update)) this.searchSoon();
    else this.list = withUpdate(this.list, event.update);
    this.countSoon();
    this.host.requestUpdate();
  }

  /** The stream began after what the list knows: updates between the two were never told. */
  private reloadIfBehind(): void {
    const { from } = this.deps().live;
    if (from === null || !this.list.loaded || this.list.seq >= from) return;
    void this.load();
    this.countSoon();
  }

  private countSoon(): void {
    this.timers.counts ??= setTimeout(() => {
      this.timers.counts = undefined;
      void this.loadCounts();
    }, SETTLE);
  }

  private searchSoon(): void {
    this.timers.search ??= setTimeout(() => {
      this.timers.search = undefined;
      void this.load();
    }, SETTLE);
  }

  private async loadCounts(): Promise<void> {
    try {
      this.counts = await countConversations(this.deps().api, this.listening.signal);
      this.host.requestUpdate();
    } catch {
      // Counts are a courtesy: the list says itself what is wrong, and the next update asks again.
    }
  }
}
