import { backoffDelay, retryAfterDelay } from '../../sdk/stream/backoff.ts';
import { openEventSource } from '../client/event-source.ts';
import { Numbers } from './numbers.ts';

type Options = { url: string; headers: Record<string, string>; localAddress: string };

/** A link that lived that long was a good one: the next failure counts as the first. */
const GOOD_LINK = 5_000;

/** A shopper's panel as far as its stream goes: it comes back as the SDK does, and checks every number on the wire. */
export class Reader {
  readonly numbers = new Numbers();
  /** When it was last greeted and had all that the greeting promised; undefined while it has not. */
  caughtUpAt: number | undefined;
  /** Statuses other than 200 that it was answered with. */
  refusals = 0;
  readonly #options: Options;
  #promised = Number.POSITIVE_INFINITY;
  #attempt = 0;
  #connectedAt = 0;
  #hangUp = () => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#connect();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#hangUp();
  }

  #connect(): void {
    const { url, headers, localAddress } = this.#options;
    this.#connectedAt = performance.now();
    this.#promised = Number.POSITIVE_INFINITY;
    this.#hangUp = openEventSource({
      url,
      headers: { ...headers, 'last-event-id': String(this.numbers.last) },
      localAddress,
      onEvent: ({ event, data, id }) => this.#take(event, data, Number(id)),
      onEnd: refused => {
        if (refused) this.refusals += 1;
        this.#comeBack(retryAfterDelay(refused?.retryAfter ?? null, Date.now()));
      },
    });
  }

  #take(event: string, data: string, id: number): void {
    if (event === 'hello') this.#promised = (JSON.parse(data) as { to: number }).to;
    else if (event === 'update') this.numbers.update(id);
    else if (event === 'reset') this.numbers.reset(id);
    if (this.numbers.last >= this.#promised) this.caughtUpAt ??= performance.now();
  }

  #comeBack(atLeast: number): void {
    this.caughtUpAt = undefined;
    const wasGood = performance.now() - this.#connectedAt > GOOD_LINK;
    this.#attempt = wasGood ? 0 : this.#attempt;
    this.#timer = setTimeout(() => this.#connect(), atLeast + backoffDelay(this.#attempt, Math.random()));
    this.#attempt += 1;
  }
}
