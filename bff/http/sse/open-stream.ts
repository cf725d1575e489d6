import type { JourneyMoved, Typing } from '../../../contract/update.ts';
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
  /** Asked by thousands at once after a restart: not gated, so that they can be answered together. */
  resume(after: number | null): Promise<Resumption>;
  /** `over`: what to say last, before the stream ends and the reader comes back. */
  read(after: number, atMost: number): Promise<{ frames: Frame[]; last: number; more: boolean; over?: Frame }>;
  /** What a reader is given that cannot go on from where it was. */
  reset(to: number): Promise<Frame>;
};

/**
 * No more than this, and the frame that goes beyond it, waits for a reader. What does not fit stays in the database until there is
 * room; a reader that then takes nothing for {@link PATIENCE} rounds is cut, and comes back for what it missed.
 */
const MAX_UNREAD = 256 * 1024;
const PATIENCE = 2;
/** Updates read together; fewer for a reader that had no room for as many. */
const MOST_AT_ONCE = 200;

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
  /** Set while the reader leaves no room. */
  #onRoom: (() => void) | null = null;
  #atOnce = MOST_AT_ONCE;
  #roundsWithoutTaking = 0;
  #roomBefore = 0;

  constructor(source: Source, after: number | null, live: Live, hooks: Hooks) {
    this.source = source;
    this.#hooks = hooks;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: controller => {
          this.#controller = controller;
        },
        pull: () => this.#onTaken(),
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

  /** Nothing more is written before the reader has taken of what waits for it. */
  get isFull(): boolean {
    return this.#roomLeft <= 0;
  }

  beat(): void {
    this.#tell({ event: 'beat', data: { to: this.last } });
  }

  /** One round of the registry: a reader that has taken nothing since the last ones is too slow. */
  cutIfStuck(): void {
    const room = this.#roomLeft;
    const isStuck = this.#isOpen && this.isFull && room === this.#roomBefore;
    this.#roundsWithoutTaking = isStuck ? this.#roundsWithoutTaking + 1 : 0;
    this.#roomBefore = room;
    if (this.#roundsWithoutTaking < PATIENCE) return;
    this.#end(true);
    this.#controller.error(new Error('the reader is too slow'));
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
      const start = await source.resume(after);
      if (start.kind === 'merged') return this.close();
      const from = start.kind === 'resume' ? start.from : start.to;
      this.last = from;
      const conversation = source.conversationId ?? undefined;
      this.#write({ event: 'hello', data: { conversation, from, to: start.to } });
      if (start.kind === 'reset') await this.#reset(start.to);
      this.#isReading = false;
      // A reader that missed nothing costs no reading; what moved since the subscription has marked it stale.
      if (this.last < start.to || this.#isStale) this.wake();
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
      this.#tell({ event: 'typing', data: { conversation, by, typing } satisfies Typing });
      return;
    }
    if (signal.kind === 'numbers') {
      if (this.source.audience === 'agent') this.#tell({ event: 'numbers', data: {} });
      return;
    }
    if (signal.kind === 'journey') {
      if (this.source.audience !== 'agent') return;
      this.#tell({ event: 'journey', data: { customers: signal.customerIds } satisfies JourneyMoved });
      return;
    }
    this.wake();
  }

  async #readOn(): Promise<void> {
    this.#isReading = true;
    try {
      while (this.#isStale && this.#isOpen) {
        this.#isStale = false;
        const batch = await this.#hooks.gate(() => this.source.read(this.last, this.#atOnce));
        const told = this.#writeUpdates(batch.frames);
        if (told < batch.frames.length) {
          this.#atOnce = told + 1;
          this.#isStale = true;
          await this.#room();
          continue;
        }
        this.#atOnce = Math.min(2 * this.#atOnce, MOST_AT_ONCE);
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

  /** Writes as many as there is room for, and says how many. */
  #writeUpdates(frames: Frame[]): number {
    for (const [told, frame] of frames.entries()) {
      if (this.isFull) return told;
      this.#write(frame);
      if (frame.id !== undefined) this.last = frame.id;
    }
    return frames.length;
  }

  #write(frame: Frame): void {
    if (this.#isOpen) this.#controller.enqueue(encodeFrame(frame));
  }

  /** What passes: a reader that is busy with older things does without it. */
  #tell(frame: Frame): void {
    if (!this.isFull) this.#write(frame);
  }

  /** In bytes; not above 0 when what waits must be taken first. */
  get #roomLeft(): number {
    return this.#controller.desiredSize ?? 0;
  }

  /** Resolves when the reader has taken half of what waits for it, or when the stream ended. */
  #room(): Promise<void> {
    return new Promise(resolve => {
      this.#onRoom = resolve;
      if (!this.#isOpen) resolve();
    });
  }

  #onTaken(): void {
    if (this.#roomLeft >= MAX_UNREAD / 2) this.#onRoom?.();
  }

  /** The reader is better off asking again than waiting for what will not come. */
  #fail(error: unknown): void {
    this.#hooks.onError(error);
    this.close();
  }

  #end(cut: boolean): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#onRoom?.();
    this.#unsubscribe();
    this.#hooks.onClose(cut);
  }
}
