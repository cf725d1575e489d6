/** A wake-up for the pages that watch: something about this phone, or about Meta's side, has changed. */
export type Change =
  | { about: 'phone'; phoneId: string }
  | { about: 'meta' }
  | { about: 'typing'; phoneId: string; phoneNumberId: string };

/** Tells open pages that they should look again. It carries no state, so a lost wake-up loses nothing for long. */
export class Live {
  readonly #listeners = new Set<(change: Change) => void>();

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(change: Change) {
    for (const listener of this.#listeners) listener(change);
  }
}
