/** A wake-up for the pages that watch: something about this phone, or about Meta's side, has changed. */
export type Change =
  | { about: 'phone'; phoneId: string }
  | { about: 'meta' }
  | { about: 'typing'; phoneId: string; phoneNumberId: string };

const TOGETHER_MS = 20;

/**
 * Tells open pages that they should look again. It carries no state, so a lost wake-up loses nothing for long;
 * what changes many times within a moment is told once. Without a listener it costs nothing.
 */
export class Live {
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #waiting = new Map<string, Change>();

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(change: Change) {
    if (this.#listeners.size === 0) return;
    if (this.#waiting.size === 0) setTimeout(() => this.#flush(), TOGETHER_MS);
    this.#waiting.set('phoneId' in change ? `${change.about}/${change.phoneId}` : change.about, change);
  }

  #flush() {
    const changes = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const listener of this.#listeners) changes.forEach(listener);
  }
}
