import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Something that is asked of the server, and drawn when it comes. A late answer to an older question is dropped. What is there stays
 * while it is asked anew.
 */
export class Loaded<T> implements ReactiveController {
  status: 'pending' | 'error' | 'ready' = 'pending';
  value: T | undefined;
  error: unknown;
  readonly #host: ReactiveControllerHost;
  #turn: AbortController | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#turn?.abort();
  }

  async load(ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#turn?.abort();
    const turn = new AbortController();
    this.#turn = turn;
    if (this.value === undefined) this.status = 'pending';
    this.#host.requestUpdate();
    try {
      const value = await ask(turn.signal);
      if (turn.signal.aborted) return;
      this.value = value;
      this.status = 'ready';
    } catch (error) {
      if (turn.signal.aborted) return;
      this.error = error;
      // What was there is truer than nothing.
      this.status = this.value === undefined ? 'error' : 'ready';
    }
    this.#host.requestUpdate();
  }

  /** Another question: what is there is no answer to it. */
  forget(): void {
    this.value = undefined;
    this.status = 'pending';
  }
}
