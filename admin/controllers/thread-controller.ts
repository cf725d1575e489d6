import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ConversationChange, ConversationDetail, ConversationSummary } from '../../contract/conversation.ts';
import type { Message } from '../../contract/message.ts';
import type { AgentUpdate } from '../../contract/update.ts';
import type { ApiClient } from '../api/client.ts';
import { changeConversation, getConversation, markRead } from '../api/conversations.ts';
import { listMessages } from '../api/messages.ts';
import { type Live, UpdateEvent } from '../contexts/live.ts';
import { MessageAcceptedEvent, type OutboxStore } from '../contexts/outbox.ts';
import { emptyThread, hasGap, type Thread, withMessage, withNewestPage, withOlderPage } from '../state/thread.ts';
import { firstUnread } from '../state/thread-items.ts';

export type ThreadDeps = { api: ApiClient; live: Live; outbox: OutboxStore };

/** Told when the conversation was merged into another one. */
export class ConversationMergedEvent extends Event {
  readonly into: string;

  constructor(into: string) {
    super('conversation-merged', { bubbles: true, composed: true });
    this.into = into;
  }
}

/** One conversation as it is now: its head, its messages, its reading marks. */
export class ThreadController implements ReactiveController {
  status: 'initial' | 'pending' | 'complete' | 'error' = 'initial';
  error: unknown = null;
  detail: ConversationDetail | null = null;
  thread: Thread = emptyThread;
  /** The position before which the unread line stands, as it was when the conversation was opened. */
  unreadFrom: number | null = null;
  older: 'idle' | 'pending' | 'error' = 'idle';
  private readonly host: ReactiveControllerHost & EventTarget;
  private readonly deps: () => ThreadDeps;
  private id: string | null = null;
  private readUpTo = 0;
  /** The number of the newest head that was read. */
  private detailSeq = 0;
  private loading = new AbortController();
  private listening = new AbortController();

  constructor(host: ReactiveControllerHost & EventTarget, deps: () => ThreadDeps) {
    this.host = host;
    this.deps = deps;
    host.addController(this);
  }

  hostConnected(): void {
    this.listening = new AbortController();
    const { signal } = this.listening;
    const { live, outbox } = this.deps();
    live.addEventListener('update', event => this.takeUpdate(event), { signal });
    live.addEventListener('gap', () => void this.load(), { signal });
    outbox.addEventListener('accepted', event => this.takeAccepted(event), { signal });
  }

  hostDisconnected(): void {
    this.listening.abort();
    this.loading.abort();
  }

  open(id: string): void {
    if (id === this.id) return;
    this.id = id;
    this.status = 'initial';
    this.detail = null;
    this.thread = emptyThread;
    this.unreadFrom = null;
    this.readUpTo = 0;
    this.detailSeq = 0;
    this.older = 'idle';
    void this.load();
  }

  /** Reads head and newest page (again); what is on the screen stays meanwhile. */
  async load(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    this.loading.abort();
    this.loading = new AbortController();
    const { signal } = this.loading;
    if (this.status !== 'complete') this.status = 'pending';
    this.host.requestUpdate();
    try {
      const { api } = this.deps();
      const [detail, page] = await Promise.all([getConversation(api, id, signal), listMessages(api, id, null, signal)]);
      const isFirst = this.status !== 'complete';
      this.takeDetail(detail);
      this.thread = withNewestPage(this.thread, page);
      if (isFirst) this.unreadFrom = firstUnread(this.thread.messages, detail.unread);
      this.status = 'complete';
    } catch (error) {
      if (signal.aborted) return;
      this.error = error;
      if (this.status !== 'complete') this.status = 'error';
    }
    this.host.requestUpdate();
  }

  /** The page before the first message here. */
  async loadOlder(): Promise<void> {
    const first = this.thread.messages[0];
    if (this.id === null || !first || !this.thread.hasMore || this.older === 'pending') return;
    const { signal } = this.loading;
    this.older = 'pending';
    this.host.requestUpdate();
    try {
      const page = await listMessages(this.deps().api, this.id, first.position, signal);
      this.thread = withOlderPage(this.thread, page);
      this.older = 'idle';
    } catch {
      this.older = signal.aborted ? 'idle' : 'error';
    }
    this.host.requestUpdate();
  }

  /** The agent has seen everything up to this position. It never goes back. */
  async read(upTo: number): Promise<void> {
    if (this.id === null || upTo <= this.readUpTo || !this.detail?.unread) return;
    const before = this.readUpTo;
    this.readUpTo = upTo;
    try {
      await markRead(this.deps().api, this.id, upTo);
    } catch {
      // The next look at the thread tells it again.
      this.readUpTo = before;
    }
  }

  /** Throws what the API client throws; the screen says it. */
  async change(change: ConversationChange): Promise<void> {
    if (this.id === null) return;
    const { id } = this;
    const detail = await changeConversation(this.deps().api, id, change);
    if (id === this.id) this.takeDetail(detail);
    this.host.requestUpdate();
  }

  private takeUpdate(event: Event): void {
    if (!(event instanceof UpdateEvent) || event.update.conversationId !== this.id) return;
    const { conversation, change }: AgentUpdate = event.update;
    if (change.kind === 'merged') {
      this.host.dispatchEvent(new ConversationMergedEvent(change.into));
      return;
    }
    if (conversation) this.takeSummary(conversation);
    if (change.kind === 'message') this.takeMessage(change.message);
    if (change.kind === 'read' && change.by === 'shopper' && this.detail) {
      this.detail = { ...this.detail, readByShopper: Math.max(this.detail.readByShopper, change.upTo) };
    }
    // The row does not tell identities and channels: ask for the whole head.
    if (change.kind === 'conversation') void this.reloadDetail();
    this.host.requestUpdate();
  }

  private takeAccepted(event: Event): void {
    if (!(event instanceof MessageAcceptedEvent) || event.conversationId !== this.id) return;
    this.takeMessage(event.accepted.message);
    this.host.requestUpdate();
  }

  private takeMessage(message: Message): void {
    this.thread = withMessage(this.thread, message);
    if (message.clientId) this.deps().outbox.remove(message.clientId);
    if (hasGap(this.thread)) void this.load();
  }

  private takeSummary(row: ConversationSummary): void {
    if (!this.detail || row.seq < this.detail.seq) return;
    this.detail = { ...this.detail, ...row, customer: { ...this.detail.customer, ...row.customer } };
  }

  private takeDetail(detail: ConversationDetail): void {
    if (detail.seq < this.detailSeq) return;
    this.detailSeq = detail.seq;
    const known = this.detail;
    const readByShopper = Math.max(detail.readByShopper, known?.readByShopper ?? 0);
    // Rows that came meanwhile know better, but who it is and how to reach them is told by the head alone.
    const isOvertaken = known !== null && detail.seq < known.seq;
    const { identities, startedOn } = detail.customer;
    this.detail = isOvertaken
      ? { ...known, channels: detail.channels, customer: { ...known.customer, identities, startedOn }, readByShopper }
      : { ...detail, readByShopper };
  }

  private async reloadDetail(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    try {
      const detail = await getConversation(this.deps().api, id, this.loading.signal);
      if (id === this.id) this.takeDetail(detail);
      this.host.requestUpdate();
    } catch {
      // The row's state is on the screen already; the next update asks again.
    }
  }
}
