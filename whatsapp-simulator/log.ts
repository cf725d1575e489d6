/** What happened, in order, never changed and never forgotten before a reset. Entries count from 1 in `n`. */
export class Log<T extends object> {
  readonly #entries: (T & { n: number })[] = [];

  add(entry: T) {
    this.#entries.push({ n: this.#entries.length + 1, ...entry });
  }

  /** What came after entry `after`; ask again with `next`, which stays where it is while there is nothing newer. */
  page(after: number, limit: number): { entries: (T & { n: number })[]; next: number; total: number } {
    const entries = this.#entries.slice(after, after + limit);
    return { entries, next: after + entries.length, total: this.#entries.length };
  }

  clear() {
    this.#entries.length = 0;
  }
}

/** A business message that truly reached a phone, written down by the phone's side, whatever the sender was told. */
export type Arrival = {
  at: Date;
  phoneId: string;
  waId: string;
  phoneNumberId: string;
  /** The wamid. */
  id: string;
  type: string;
  callbackData: string | null;
  /** The template's name. */
  template: string | null;
  category: string;
};

/**
 * A send that reached Meta's door. `lost-before`: nothing was done and the sender got no answer that says so;
 * `lost-after`: it was taken, and the sender does not know.
 */
export type Call = {
  at: Date;
  phoneNumberId: string;
  kind: 'message';
  outcome: 'accepted' | 'refused' | 'lost-before' | 'lost-after';
  /** Meta's error code, also where the answer that carried it was lost. */
  code: number | null;
  callbackData: string | null;
  to: string | null;
};
