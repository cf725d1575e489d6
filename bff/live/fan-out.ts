import { type Listener, type Signal, topicsOf } from './live.ts';

/** Hands signals to the subscribers of this process. A subscriber that throws is told of to `onTrouble`; the others are woken. */
export class FanOut {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #onTrouble: (error: unknown) => void;

  constructor(onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  subscribe(topic: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    // A subscription of its own, even of a function that is subscribed already.
    const own: Listener = signal => listener(signal);
    this.#listeners.set(topic, listeners.add(own));
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  emit(signal: Exclude<Signal, { kind: 'missed' }>): void {
    for (const topic of topicsOf(signal)) this.#tell(this.#listeners.get(topic), signal);
  }

  /** Tells everybody that signals may have been lost. */
  missed(): void {
    for (const listeners of this.#listeners.values()) this.#tell(listeners, { kind: 'missed' });
  }

  /** How many topics have subscribers: zero when nothing leaks. */
  get size(): number {
    return this.#listeners.size;
  }

  #tell(listeners: Set<Listener> | undefined, signal: Signal): void {
    for (const listener of listeners ?? []) {
      try {
        listener(signal);
      } catch (error) {
        this.#onTrouble(error);
      }
    }
  }
}
