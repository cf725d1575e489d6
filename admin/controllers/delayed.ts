import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Loaded } from './loaded.ts';

/** After the last letter. */
const PAUSE = 200;

/** An answer that follows what somebody types: asked a moment after the last change, and only the newest one counts. */
export class Delayed<T> implements ReactiveController {
  readonly answer: Loaded<T>;
  /** Something was typed that the answer does not know yet. */
  isBehind = false;
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.answer = new Loaded<T>(host);
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  ask(question: (signal: AbortSignal) => Promise<T>, pause = PAUSE): void {
    clearTimeout(this.#timer);
    this.isBehind = true;
    this.#timer = setTimeout(async () => {
      await this.answer.load(async signal => {
        const answer = await question(signal);
        if (!signal.aborted) this.isBehind = false;
        return answer;
      });
    }, pause);
    this.#host.requestUpdate();
  }
}
