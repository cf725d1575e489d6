import type { Typing } from '../../../contract/update.ts';
import type { Live, Signal } from '../../live/live.ts';
import type { Resumption } from '../../services/read-updates.ts';
import { encodeFrame, type Frame } from './frame.ts';

/** What a stream tells and how it learns it. It holds no database connection between two readings. */
export type Source = {
  audience: 'shopper' | 'agent';
  merchantId: string;
  /** The conversation it counts in; null: it counts in the merchant. */
  conversationId: string | null;
  /** The visitor or the login session whose right to listen is looked at again each minute. */
  listener: string;
  topic: string;
  resume(after: number | null): Promise<Resumption>;
  /** `over`: what to say last, before the stream ends and the reader comes back. */
  read(after: number): Promise<{ frames: Frame[]; last: number; more: boolean; over?: Frame }>;
  /** What a reader is given that cannot go on from where it was. */
  reset(to: number): Promise<Frame>;
};

/** A reader that leaves this much unread is too slow: it is cut, and comes back for what it missed. */
const MAX_UNREAD = 256 * 1024;

type Hooks = {
  gate<T>(work: () => Promise<T>): Promise<T>;
  onClose(cut: boolean): void;
  onError(error: unknown): void;
};

/** One reader's stream: it says hello, replays what was missed, and then follows the wake-ups. */
export class OpenStream {
  readonly source: Source;
  readonly body: ReadableStream<Uint8Array>;
  /** The number of the last update written to this reader. */
  last = 0;
  readonly #hooks: Hooks;
  readonly #unsubscribe: () => void;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #isOpen = true;
  #isReading = true;
  #isStale = false;

  constructor(source: Source, after: number | null, live: Live, hooks: Hooks) {
    this.source = source;
    this.#hooks = hooks;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: controller => {
          this.#controller = controller;
        },
        cancel: () => this.#end(false),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MAX_UNREAD }),
    );
    // Before the first reading, so that nothing that moves meanwhile is missed.
    this.#unsubscribe = live.subscribe(source.topic, signal => this.#onSignal(signal));
    void this.#begin(after);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  beat(): void {
    this.#write({ event: 'beat', data: { to: this.last } });
  }

  /** Something moved: read on from the last number written. */
  wake(): void {
    this.#isStale = true;
    if (!this.#isReading) void this.#readOn();
  }

  /** Ends it in order: the reader comes back where it left. */
  close(): void {
    if (!this.#isOpen) return;
    this.#end(false);
    this.#controller.close();
  }

  async #begin(after: number | null): Promise<void> {
    try {
      const { source } = this;
      const start = await this.#hooks.gate(() => source.resume(after));
      const from = start.kind === 'resume' ? start.from : start.to;
      this.last = from;
      const conversation = source.conversationId ?? undefined;
      this.#write({ event: 'hello', data: { conversation, from, to: start.to } });
      if (start.kind === 'reset') await this.#reset(start.to);
      this.#isReading = false;
      this.wake();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #reset(to: number): Promise<void> {
    const frame = await this.#hooks.gate(() => this.source.reset(to));
    this.#write(frame);
    if (frame.id !== undefined) this.last = frame.id;
  }

  #onSignal(signal: Signal): void {
    if (signal.kind === 'typing') {
      if (this.source.audience === signal.by) return;
      const { conversationId: conversation, by, typing } = signal;
      this.#write({ event: 'typing', data: { conversation, by, typing } satisfies Typing });
      return;
    }
    this.wake();
  }

  async #readOn(): Promise<void> {
    this.#isReading = true;
    try {
      while (this.#isStale && this.#isOpen) {
        this.#isStale = false;
        const batch = await this.#hooks.gate(() => this.source.read(this.last));
        for (const frame of batch.frames) this.#write(frame);
        this.last = batch.last;
        this.#isStale ||= batch.more;
        if (batch.over) {
          this.#write(batch.over);
          this.close();
        }
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#isReading = false;
  }

  #write(frame: Frame): void {
    if (!this.#isOpen) return;
    this.#controller.enqueue(encodeFrame(frame));
    if ((this.#controller.desiredSize ?? 0) > 0) return;
    this.#end(true);
    this.#controller.error(new Error('the reader is too slow'));
  }

  /** The reader is better off asking again than waiting for what will not come. */
  #fail(error: unknown): void {
    this.#hooks.onError(error);
    this.close();
  }

  #end(cut: boolean): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#unsubscribe();
    this.#hooks.onClose(cut);
  }
}
