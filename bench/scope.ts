/** What was begun and must be ended again, in the opposite order, whatever happens. */
export class Scope {
  readonly #steps: (() => unknown)[] = [];
  #closing: Promise<void> | undefined;

  /** `step` runs when the scope closes; at once if it has closed already, e.g. because Ctrl-C came while something started. */
  defer(step: () => unknown): void {
    if (this.#closing === undefined) this.#steps.push(step);
    else this.#closing = this.#closing.then(() => quietly(step));
  }

  /** Runs every step, even when one fails. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      for (const step of this.#steps.splice(0).reverse()) await quietly(step);
    })();
    return this.#closing;
  }
}

async function quietly(step: () => unknown): Promise<void> {
  try {
    await step();
  } catch (error) {
    console.error('while cleaning up:', error);
  }
}
