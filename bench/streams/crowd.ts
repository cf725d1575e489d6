import { setTimeout as sleep } from 'node:timers/promises';
import { type Faults, sumFaults } from './numbers.ts';
import { Reader } from './reader.ts';

/** Opened at once, so many: a server answers them one after the other anyway, and its queue of new connections is short. */
const OPENED_AT_ONCE = 200;
const PER_ADDRESS = 10_000;

/** Many readers of one server, one process, real connections. */
export class Crowd {
  readonly readers: Reader[] = [];

  /** Opens a stream each; resolves when all have been greeted. */
  async open(streams: { url: string; headers: Record<string, string> }[]): Promise<void> {
    for (let from = 0; from < streams.length; from += OPENED_AT_ONCE) {
      const batch = streams.slice(from, from + OPENED_AT_ONCE);
      this.readers.push(...batch.map((stream, i) => new Reader({ ...stream, localAddress: address(from + i) })));
      await this.caughtUp(60_000);
    }
  }

  /** Waits until every reader is connected and knows all that it was promised. Returns when the last one did. @throws Error when they do not within the time */
  async caughtUp(withinMs: number): Promise<number> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const missing = this.readers.filter(reader => reader.caughtUpAt === undefined).length;
      if (missing === 0) return Math.max(...this.readers.map(reader => reader.caughtUpAt!));
      if (performance.now() > deadline) throw new Error(`${missing} of ${this.readers.length} streams are not back`);
      await sleep(20);
    }
  }

  faults(): Faults {
    return sumFaults(this.readers.map(reader => reader.numbers.faults));
  }

  close(): void {
    for (const reader of this.readers) reader.close();
  }
}

/** Linux answers on all of 127.0.0.0/8; elsewhere one address has ports enough for a few thousand streams. */
const address = (index: number) =>
  process.platform === 'linux' ? `127.0.0.${1 + Math.floor(index / PER_ADDRESS)}` : '127.0.0.1';
