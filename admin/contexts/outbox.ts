import type { MessageAccepted } from '../../contract/storefront.ts';
import { NoAnswerError, ProblemError } from '../api/client.ts';
import {
  due,
  failed,
  type NewEntry,
  type Outbox,
  type OutboxEntry,
  restored,
  retried,
  retryDelay,
  sending,
  waiting,
  withEntry,
  without,
} from '../state/outbox.ts';

export type OutboxDeps = {
  /** Sends one entry; throws what the API client throws. */
  send: (entry: OutboxEntry, signal: AbortSignal) => Promise<MessageAccepted>;
  storage: Storage;
  /** Where in the storage: one per agent, so that nobody sends in another's name. */
  key: string;
  setTimer?: (run: () => void, ms: number) => unknown;
};

/** Fired when the server has taken a message. */
export class MessageAcceptedEvent extends Event {
  readonly conversationId: string;
  readonly accepted: MessageAccepted;

  constructor(conversationId: string, accepted: MessageAccepted) {
    super('accepted');
    this.conversationId = conversationId;
    this.accepted = accepted;
  }
}

/**
 * Sends messages one at a time per conversation, with the same client id until the server has answered, and keeps them over a
 * reload of the page. Fires `change`, and `accepted` ({@link MessageAcceptedEvent}).
 */
export class OutboxStore extends EventTarget {
  private entries: Outbox;
  private readonly deps: OutboxDeps;
  private readonly resting = new Set<string>();
  private readonly stopped = new AbortController();

  constructor(deps: OutboxDeps) {
    super();
    this.deps = deps;
    this.entries = restored(load(deps));
  }

  /** Begins to send what is left from before, and tries again at once whenever the network comes back. */
  start(): void {
    addEventListener('online', () => this.retryNow(), { signal: this.stopped.signal });
    this.pump();
  }

  stop(): void {
    this.stopped.abort();
  }

  of(conversationId: string): OutboxEntry[] {
    return this.entries.filter(entry => entry.conversationId === conversationId);
  }

  add(entry: NewEntry): void {
    this.set(withEntry(this.entries, entry));
    this.pump();
  }

  /** The agent asks to try a refused message again. */
  retry(clientId: string): void {
    this.set(retried(this.entries, clientId));
    this.pump();
  }

  /** Acknowledged by the stream, or thrown away by the agent. */
  remove(clientId: string): void {
    this.set(without(this.entries, clientId));
    this.pump();
  }

  /** The server answers again: no need to wait for the next attempt. */
  retryNow(): void {
    this.resting.clear();
    this.pump();
  }

  private pump(): void {
    if (this.stopped.signal.aborted) return;
    for (const entry of due(this.entries)) {
      if (!this.resting.has(entry.clientId)) void this.attempt(entry);
    }
  }

  private async attempt(entry: OutboxEntry): Promise<void> {
    this.set(sending(this.entries, entry.clientId));
    try {
      const accepted = await this.deps.send(entry, this.stopped.signal);
      this.dispatchEvent(new MessageAcceptedEvent(entry.conversationId, accepted));
      this.set(without(this.entries, entry.clientId));
    } catch (error) {
      if (this.stopped.signal.aborted) return;
      if (mayPass(error)) this.rest(entry, error);
      else this.set(failed(this.entries, entry.clientId, reasonOf(error)));
    }
    this.pump();
  }

  private rest(entry: OutboxEntry, error: unknown): void {
    this.set(waiting(this.entries, entry.clientId));
    this.resting.add(entry.clientId);
    const asked = error instanceof ProblemError && error.retryAfter !== null ? error.retryAfter * 1000 : 0;
    const delay = Math.max(asked, retryDelay(entry.attempts + 1, Math.random()));
    const setTimer = this.deps.setTimer ?? ((run, ms) => setTimeout(run, ms));
    setTimer(() => {
      this.resting.delete(entry.clientId);
      this.pump();
    }, delay);
  }

  private set(entries: Outbox): void {
    if (entries === this.entries) return;
    this.entries = entries;
    try {
      this.deps.storage.setItem(this.deps.key, JSON.stringify(entries));
    } catch {
      // A full or forbidden storage costs only the survival of a reload.
    }
    this.dispatchEvent(new Event('change'));
  }
}

/** Will the same request pass later? A lost network, a server in trouble, a login that ran out. */
function mayPass(error: unknown): boolean {
  if (error instanceof NoAnswerError) return true;
  return error instanceof ProblemError && (error.status >= 500 || [401, 408, 429].includes(error.status));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof ProblemError)) return 'Something went wrong.';
  switch (error.problem?.code) {
    case 'service-window-closed':
      return 'WhatsApp’s service window is closed: the customer must write first.';
    case 'channel-unavailable':
      return 'This channel is not available for this customer.';
    case 'not-found':
      return 'The conversation is gone.';
    default:
      return error.message;
  }
}

function load({ storage, key }: OutboxDeps): Outbox {
  try {
    const saved: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(saved) ? saved : [];
  } catch {
    return [];
  }
}
