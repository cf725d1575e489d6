import { type Listener, type Signal, topicsOf } from './live.ts';

/** Hands signals to the subscribers of this process. */
export class FanOut {
  readonly #listeners = new Map<string, Set<Listener>>();

  subscribe(topic: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  emit(signal: Exclude<Signal, { kind: 'missed' }>): void {
    for (const topic of topicsOf(signal)) for (const listener of this.#listeners.get(topic) ?? []) listener(signal);
  }

  /** Tells everybody that signals may have been lost. */
  missed(): void {
    for (const listeners of this.#listeners.values()) for (const listener of listeners) listener({ kind: 'missed' });
  }

  /** How many topics have subscribers: zero when nothing leaks. */
  get size(): number {
    return this.#listeners.size;
  }
}
