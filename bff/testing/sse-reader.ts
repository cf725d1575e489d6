/** One event as a browser's reader would see it. */
export type SseEvent = { event: string; id: number | null; data: Record<string, unknown> };

/** Takes a stream's text apart by the rules of the HTML standard, for `\n` line ends. */
export class SseReader {
  readonly response: Response;
  /** All that has come, in order. */
  readonly events: SseEvent[] = [];
  /** The text as it came. */
  text = '';
  /** Resolves when the stream ends, however it ends. */
  readonly ended: Promise<void>;
  readonly #abort: AbortController;
  #open = true;
  #rest = '';
  #waiting = new Set<() => void>();

  constructor(response: Response, abort: AbortController) {
    this.response = response;
    this.#abort = abort;
    this.ended = this.#pump()
      .catch(() => {})
      .finally(() => {
        this.#open = false;
        this.#wake();
      });
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** The events of one kind. */
  of(event: string): SseEvent[] {
    return this.events.filter(each => each.event === event);
  }

  /** Waits for the first event that fits. Rejects when the stream ends before. */
  async until(fits: (event: SseEvent, all: SseEvent[]) => boolean): Promise<SseEvent> {
    for (;;) {
      const found = this.events.find(event => fits(event, this.events));
      if (found) return found;
      if (!this.#open) throw new Error(`the stream ended after ${JSON.stringify(this.events).slice(0, 2000)}`);
      await new Promise<void>(resolve => this.#waiting.add(resolve));
    }
  }

  next(event: string): Promise<SseEvent> {
    return this.until(each => each.event === event);
  }

  /** Hangs up. */
  async close(): Promise<void> {
    this.#abort.abort();
    await this.ended;
  }

  async #pump(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.response.body!) {
      const text = decoder.decode(chunk, { stream: true });
      this.text += text;
      const blocks = (this.#rest + text).split('\n\n');
      this.#rest = blocks.pop()!;
      for (const block of blocks) this.events.push(parse(block));
      this.#wake();
    }
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

function parse(block: string): SseEvent {
  const event: SseEvent = { event: 'message', id: null, data: {} };
  for (const line of block.split('\n')) {
    const [, name, value] = /^(\w+): (.*)$/s.exec(line) ?? [];
    if (name === 'event') event.event = value!;
    else if (name === 'id') event.id = Number(value);
    else if (name === 'data') event.data = JSON.parse(value!);
    else throw new Error(`not a line of an event: ${line}`);
  }
  return event;
}
