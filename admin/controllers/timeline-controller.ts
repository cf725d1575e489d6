import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TimelinePage } from '../../contract/journey.ts';
import { type Timeline, withHead, withOlder } from '../state/timeline.ts';

/** Asks for the page at `cursor`; null: the newest. */
export type AskPage = (cursor: string | null, signal: AbortSignal) => Promise<TimelinePage>;

/** A timeline that grows at both ends: new things above as they happen, older pages below as one reads. Neither disturbs the other. */
export class TimelineController implements ReactiveController {
  status: 'pending' | 'error' | 'ready' = 'pending';
  timeline: Timeline = { entries: [], next: null };
  /** How it stands with the page below. */
  older: 'idle' | 'pending' | 'error' = 'idle';

  private readonly host: ReactiveControllerHost;
  private ask: AskPage | undefined;
  private question = new AbortController();
  private head = new AbortController();

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.question.abort();
    this.head.abort();
  }

  /** Another timeline: what is there is no part of it. */
  show(ask: AskPage): void {
    this.question.abort();
    this.question = new AbortController();
    this.ask = ask;
    this.status = 'pending';
    this.older = 'idle';
    this.timeline = { entries: [], next: null };
    void this.refresh();
  }

  /** What is newest, anew. When that fails, what is there is truer than nothing. */
  async refresh(): Promise<void> {
    if (!this.ask) return;
    this.head.abort();
    this.head = new AbortController();
    const { signal } = this.head;
    if (this.status === 'error') this.status = 'pending';
    this.host.requestUpdate();
    try {
      const page = await this.ask(null, signal);
      if (signal.aborted) return;
      this.timeline = withHead(this.timeline, page);
      this.status = 'ready';
    } catch {
      if (signal.aborted) return;
      if (this.status === 'pending') this.status = 'error';
    }
    this.host.requestUpdate();
  }

  /** One page more below, unless one is on its way. */
  async loadOlder(): Promise<void> {
    const { next } = this.timeline;
    if (!this.ask || next === null || this.older === 'pending') return;
    const { signal } = this.question;
    this.older = 'pending';
    this.host.requestUpdate();
    try {
      const page = await this.ask(next, signal);
      if (signal.aborted) return;
      // More may have happened meanwhile than the head holds: then this page joins on to nothing that is shown.
      if (this.timeline.next === next) this.timeline = withOlder(this.timeline, page);
      this.older = 'idle';
    } catch {
      if (signal.aborted) return;
      this.older = 'error';
    }
    this.host.requestUpdate();
  }
}
