import type { Logger } from 'pino';
import type { Head } from '../../db/conversations.ts';
import { SECOND } from '../../domain/duration.ts';
import type { Live } from '../../live/live.ts';
import type { Metrics } from '../metrics.ts';
import { createGate } from './gate.ts';
import { OpenStream, type Source } from './open-stream.ts';

/** What the registry asks about many streams in one query each. */
export type StreamFacts = {
  /** How far these conversations have come, by id. */
  conversationHeads(merchantId: string, ids: string[]): Promise<Map<string, Head>>;
  merchantSeq(merchantId: string): Promise<number>;
  /** Those of these visitors, or login sessions, that may still listen. */
  validListeners(merchantId: string, audience: Source['audience'], ids: string[]): Promise<Set<string>>;
  /** A page of the shop is open in these browsers. */
  notePanels(merchantId: string, visitorIds: string[]): Promise<void>;
};

type Options = {
  live: Live;
  facts: StreamFacts;
  metrics: Metrics;
  log: Logger;
  random: () => number;
  /** How many streams this process holds at most. */
  maxStreams: number;
};

/** More than the tabs anybody has open, with those of theirs that are gone and not yet missed. */
const MAX_PER_LISTENER = 20;
/** Seconds after which one that was refused may ask again. */
export const RETRY_AFTER = 10;

const SWEEP = 5 * SECOND;
const SWEEPS_PER_BEAT = 3;
const SWEEPS_PER_CHECK = 12;
/** A stream ends after about half an hour, so that coming back is something that works all day. */
const SWEEPS_PER_LIFE = 360;
const LIFE_JITTER = 0.2;
const READERS_AT_ONCE = 6;

/**
 * The open streams of this process. Every few seconds it looks at the numbers of all of them in one query per merchant, so that a
 * lost wake-up is a short delay and never a lost update; it sends the beats, looks again at who may listen, and ends old streams.
 */
export class StreamRegistry {
  readonly #options: Options;
  readonly #streams = new Map<OpenStream, { endsAt: number; noteIn: number }>();
  /** How many of them each listener has. */
  readonly #ofListener = new Map<string, number>();
  readonly #gate = createGate(READERS_AT_ONCE);
  readonly #timer: NodeJS.Timeout;
  #sweeps = 0;
  #isSweeping = false;

  constructor(options: Options) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#sweepUnlessSweeping(), SWEEP).unref();
  }

  /** Why this listener cannot have another stream now; null: there is room. */
  whyNot(listener: string): 'too-many-requests' | 'unavailable' | null {
    if ((this.#ofListener.get(listener) ?? 0) >= MAX_PER_LISTENER) return 'too-many-requests';
    return this.#streams.size >= this.#options.maxStreams ? 'unavailable' : null;
  }

  open(source: Source, after: number | null): OpenStream {
    const { live, metrics, log, random } = this.#options;
    const stream = new OpenStream(source, after, live, {
      gate: this.#gate,
      onClose: cut => {
        this.#streams.delete(stream);
        this.#count(source.listener, -1);
        metrics.streams.dec({ audience: source.audience });
        if (cut) metrics.streamsCut.inc();
      },
      onError: error =>
        log.warn({ err: error instanceof Error ? (error.cause ?? error) : error }, 'stream ended early'),
    });
    const life = SWEEPS_PER_LIFE * (1 - LIFE_JITTER * random());
    this.#streams.set(stream, { endsAt: this.#sweeps + life, noteIn: this.#sweeps });
    this.#count(source.listener, 1);
    metrics.streams.inc({ audience: source.audience });
    return stream;
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Ends every stream; readers come back, elsewhere or later. */
  close(): void {
    clearInterval(this.#timer);
    for (const stream of this.#streams.keys()) stream.close();
  }

  /** A slow database must not be asked again before it has answered. */
  async #sweepUnlessSweeping(): Promise<void> {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    await this.sweep().finally(() => {
      this.#isSweeping = false;
    });
  }

  /** One round; called by the timer. */
  async sweep(): Promise<void> {
    this.#sweeps += 1;
    const round = this.#sweeps;
    for (const [stream, { endsAt }] of this.#streams) {
      if (round >= endsAt) stream.close();
      else stream.cutIfStuck();
    }
    const byMerchant = Map.groupBy(this.#streams.keys(), stream => stream.source.merchantId);
    for (const [merchantId, streams] of byMerchant) {
      try {
        if (round % SWEEPS_PER_CHECK === 0) await this.#checkListeners(merchantId, streams);
        await this.#compare(merchantId, streams, round % SWEEPS_PER_BEAT === 0);
        await this.#notePanels(merchantId, streams, round);
      } catch (error) {
        this.#options.log.warn({ err: error instanceof Error ? (error.cause ?? error) : error }, 'sweep failed');
      }
    }
  }

  #count(listener: string, change: 1 | -1): void {
    const count = (this.#ofListener.get(listener) ?? 0) + change;
    if (count > 0) this.#ofListener.set(listener, count);
    else this.#ofListener.delete(listener);
  }

  async #compare(merchantId: string, streams: OpenStream[], isBeat: boolean): Promise<void> {
    const { facts } = this.#options;
    const ids = new Set(streams.flatMap(({ source }) => source.conversationId ?? []));
    const isMerchantWatched = streams.some(({ source }) => source.conversationId === null);
    const heads = ids.size > 0 ? await facts.conversationHeads(merchantId, [...ids]) : new Map<string, Head>();
    const ofMerchant = isMerchantWatched ? await facts.merchantSeq(merchantId) : 0;
    for (const stream of streams) {
      const { conversationId } = stream.source;
      const newest = conversationId === null ? ofMerchant : (heads.get(conversationId)?.seq ?? 0);
      // A stream that is behind reads first: a beat beyond what it wrote would send its reader away for nothing.
      if (newest > stream.last) stream.wake();
      else if (isBeat) stream.beat();
    }
  }

  /** Within seconds of a stream's beginning, and then once a minute. */
  async #notePanels(merchantId: string, streams: OpenStream[], round: number): Promise<void> {
    const due = streams.filter(stream => {
      const state = this.#streams.get(stream);
      if (stream.source.audience !== 'shopper' || !state || state.noteIn > round) return false;
      state.noteIn = round + SWEEPS_PER_CHECK;
      return true;
    });
    if (due.length === 0) return;
    await this.#options.facts.notePanels(merchantId, [...new Set(due.map(({ source }) => source.listener))]);
  }

  async #checkListeners(merchantId: string, streams: OpenStream[]): Promise<void> {
    for (const [audience, listening] of Map.groupBy(streams, ({ source }) => source.audience)) {
      const ids = [...new Set(listening.map(({ source }) => source.listener))];
      const valid = await this.#options.facts.validListeners(merchantId, audience, ids);
      for (const stream of listening) if (!valid.has(stream.source.listener)) stream.close();
    }
  }
}
