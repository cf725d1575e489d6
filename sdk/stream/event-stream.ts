import { type Backoff, backoffDelay, DEFAULT_BACKOFF, retryAfterDelay } from './backoff.ts';
import { createSseParser, type StreamEvent } from './sse-parser.ts';

/** `waiting`: the link is lost, the next try is set. `closed`: by us, or the server wants no more tries. */
export type StreamState = 'connecting' | 'open' | 'waiting' | 'closed';

/** What the stream takes from the world; tests pass their own. */
export type StreamWorld = {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  setTimeout: (run: () => void, milliseconds: number) => unknown;
  clearTimeout: (timer: unknown) => void;
  now: () => number;
  random: () => number;
  /** False: a try would only fail. */
  isOnline: () => boolean;
  /** Calls back when waiting longer is pointless (online again, page looked at); returns how to stop that. */
  onWake: (wake: () => void) => () => void;
};

export type EventStreamOptions = Partial<StreamWorld> & {
  /** Asked anew at each connection. */
  url: () => string;
  headers?: () => Record<string, string>;
  credentials?: RequestCredentials;
  /** Where to resume at the first connection. */
  lastEventId?: string;
  onEvent: (event: StreamEvent) => void;
  /** `status` is the refusal's HTTP status when the server closed the door for good (204, 401, 403, 410). */
  onState?: (state: StreamState, status?: number) => void;
  backoff?: Backoff;
  /** Without a byte for that many milliseconds the link counts as dead. The server beats every 15 s. */
  quietLimit?: number;
};

export type EventStream = {
  /** Drops the link, if any, and connects at once. */
  reconnect: () => void;
  /** Something was missed: drops the link and connects again from `lastEventId`, after a back-off, lest a confused server be hammered. */
  resume: (lastEventId: string) => void;
  close: () => void;
};

/** After these answers no further try makes sense. */
const FINAL = new Set([204, 401, 403, 410]);
/** A link that lived that long was a good one: the next failure counts as the first. */
const GOOD_LINK = 5000;

/**
 * An event stream by fetch, so that it can carry headers: resumes with `Last-Event-ID`, backs off with jitter, honours
 * `Retry-After` and `retry:`, notices dead links and sleep, and tries at once when the browser comes online or the page is looked at.
 */
export function openEventStream(options: EventStreamOptions): EventStream {
  const world: StreamWorld = { ...browserWorld, ...options };
  const { url, headers, credentials, onEvent, onState, quietLimit = 40_000 } = options;
  let backoff = options.backoff ?? DEFAULT_BACKOFF;
  let lastEventId = options.lastEventId ?? '';
  let state: StreamState | undefined;
  let attempt = 0;
  let notBefore = 0;
  let lastByteAt = 0;
  let retryTimer: unknown;
  let watchTimer: unknown;
  let link: AbortController | undefined;

  function enter(next: StreamState, status?: number) {
    if (state === next) return;
    state = next;
    onState?.(next, status);
  }

  function dropLink() {
    world.clearTimeout(retryTimer);
    world.clearTimeout(watchTimer);
    link?.abort();
    link = undefined;
  }

  function close(status?: number) {
    dropLink();
    stopWaking();
    enter('closed', status);
  }

  function connect() {
    dropLink();
    const own = new AbortController();
    link = own;
    lastByteAt = world.now();
    if (!world.isOnline()) return finish({});
    watch();
    enter('connecting');
    void follow(own).then(outcome => {
      if (link === own) finish(outcome);
    });
  }

  /** Reads one link to its end. Never rejects. */
  async function follow(own: AbortController): Promise<{ status?: number; openedAt?: number; wait?: number }> {
    let openedAt: number | undefined;
    try {
      const response = await world.fetch(url(), {
        headers: {
          accept: 'text/event-stream',
          ...headers?.(),
          ...(lastEventId && { 'last-event-id': lastEventId }),
        },
        cache: 'no-store',
        credentials: credentials ?? 'omit',
        signal: own.signal,
      });
      const { status } = response;
      if (status !== 200 || !response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
        void response.body?.cancel().catch(() => {});
        return { status, wait: retryAfterDelay(response.headers.get('retry-after'), world.now()) };
      }
      if (link !== own) return {};
      openedAt = world.now();
      lastByteAt = openedAt;
      enter('open');
      const parse = createSseParser(
        event => {
          if (link !== own) return;
          if (event.id) lastEventId = event.id;
          onEvent(event);
        },
        base => {
          backoff = { ...backoff, base };
        },
      );
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done || link !== own) break;
        lastByteAt = world.now();
        parse(value);
      }
    } catch {
      // Refused, cut or aborted: all the same to us, `finish` decides what is next.
    }
    return { openedAt };
  }

  function finish({ status, openedAt, wait = 0 }: Awaited<ReturnType<typeof follow>>) {
    dropLink();
    if (status && FINAL.has(status)) return close(status);
    if (openedAt !== undefined && world.now() - openedAt >= GOOD_LINK) attempt = 0;
    const delay = Math.max(wait, backoffDelay(attempt++, world.random(), backoff));
    notBefore = world.now() + wait;
    enter('waiting');
    retryTimer = world.setTimeout(connect, delay);
  }

  /** Compares wall-clock times, so that a machine that slept notices as soon as it is awake. */
  function watch() {
    watchTimer = world.setTimeout(() => {
      if (isQuiet()) connect();
      else watch();
    }, quietLimit / 8);
  }

  const isQuiet = () => world.now() - lastByteAt > quietLimit;

  const stopWaking = world.onWake(() => {
    if (state === 'waiting' ? world.now() >= notBefore : state !== 'closed' && isQuiet()) connect();
  });

  connect();
  return {
    reconnect() {
      if (state !== 'closed') connect();
    },
    resume(from) {
      if (state === 'closed') return;
      lastEventId = from;
      finish({});
    },
    close: () => close(),
  };
}

const browserWorld: StreamWorld = {
  fetch: (url, init) => fetch(url, init),
  setTimeout: (run, milliseconds) => setTimeout(run, milliseconds),
  clearTimeout: timer => clearTimeout(timer as number | undefined),
  now: () => Date.now(),
  random: () => Math.random(),
  isOnline: () => navigator.onLine,
  onWake(wake) {
    const stop = new AbortController();
    const { signal } = stop;
    addEventListener('online', wake, { signal });
    addEventListener('focus', wake, { signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), { signal });
    return () => stop.abort();
  },
};
