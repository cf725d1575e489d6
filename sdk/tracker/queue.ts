import type { JourneyEventInput } from '../../contract/journey-event.ts';
import { uuidV7 } from '../conversation/uuid.ts';

/** How the shopper agreed; undefined: not yet; 'denied': no. */
export type Consent = 'granted' | 'setting' | 'denied' | undefined;
export type QueuedEvent = Omit<JourneyEventInput, 'name'> & { name: string };

type Stored = { token?: string | undefined; granted?: boolean; queue?: QueuedEvent[] };

const MOST = 200;
/** Of 3 kB each at most: a browser sends 64 kB for a page that is going away. */
const AT_ONCE = 20;
const SOON = 2000;
const LONGEST_PAUSE = 60_000;

/** What waits to be told. Before consent it is in memory alone; after it, also in storage, so that no page takes anything with it. */
export function createQueue(key: string, api: string) {
  const name = `woodex:${key}:journey`;
  let consent: Consent;
  let memory: Stored = {};
  let queue: QueuedEvent[] = [];
  let sending = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stored = (): Stored => parse(name) ?? memory;

  function keep(change: Stored): void {
    memory = { ...stored(), ...change };
    try {
      localStorage.setItem(name, JSON.stringify(memory));
    } catch {
      // Storage is full or forbidden: then it lasts as long as the page.
    }
  }

  const mayTell = () => consent === 'granted' || consent === 'setting';

  /** The chat's token, if there is a chat; else our own, made at the first need. */
  function token(): string {
    const own = parse(`woodex:${key}`)?.token ?? stored().token ?? newToken(key);
    if (own !== stored().token) keep({ token: own });
    return own;
  }

  function add(event: string, page: QueuedEvent['page'], properties?: QueuedEvent['properties']): void {
    queue = [...queue, { id: uuidV7(), name: event, at: new Date().toISOString(), page, properties }].slice(-MOST);
    if (!mayTell()) return;
    keep({ queue: merged(queue) });
    if (queue.length >= AT_ONCE) void flush();
    else wait(SOON);
  }

  /** What other tabs have left there is told too: the same event twice is one. */
  function merged(own: QueuedEvent[]): QueuedEvent[] {
    const known = new Map([...(stored().queue ?? []), ...own].map(event => [event.id, event]));
    return [...known.values()].slice(-MOST);
  }

  function wait(milliseconds: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, milliseconds);
  }

  async function flush(isLeaving = false): Promise<void> {
    if (!mayTell() || (sending && !isLeaving) || queue.length === 0) return;
    clearTimeout(timer);
    timer = undefined;
    sending = true;
    const batch = queue.slice(0, AT_ONCE);
    const pause = await send(bodyOf(batch), isLeaving);
    sending = false;
    if (pause > 0) return wait(pause);
    const done = new Set(batch.map(({ id }) => id));
    const rest = (all: QueuedEvent[]) => all.filter(({ id }) => !done.has(id));
    queue = rest(queue);
    if (mayTell()) keep({ queue: rest(stored().queue ?? []) });
    if (queue.length > 0) await flush(isLeaving);
  }

  const bodyOf = (events: QueuedEvent[]) =>
    JSON.stringify({
      visitor: token(),
      sentAt: new Date().toISOString(),
      consent,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      language: navigator.language,
      events,
    });

  /** Milliseconds to wait before it is tried again; 0: it was taken, or will never be. */
  async function send(body: string, keepalive: boolean): Promise<number> {
    try {
      // Text needs no preflight, which a page that is going away would not live to see.
      const response = await fetch(`${api}/v1/events`, { method: 'POST', body, keepalive, credentials: 'omit' });
      failures = response.status === 429 || response.status >= 500 ? failures + 1 : 0;
      if (response.status === 401) keep({ token: undefined });
      if (failures === 0) return 0;
      return Math.max(Number(response.headers.get('retry-after')) * 1000 || 0, pauseAfter(failures));
    } catch {
      failures += 1;
      return pauseAfter(failures);
    }
  }

  return {
    add,
    flush,
    token,
    mayTell,
    /** Was consent given on an earlier page? */
    wasGranted: () => stored().granted === true,
    setConsent(now: Consent): void {
      consent = now;
      if (now === 'denied') {
        queue = [];
        memory = {};
        forget(name);
      } else if (mayTell()) {
        queue = merged(queue);
        keep({ granted: now === 'granted', queue });
        wait(SOON);
      }
    },
    /** Somebody else sits here from now on. */
    renew(): void {
      queue = [];
      if (mayTell()) keep({ token: newToken(key), queue });
    },
  };
}

export type Queue = ReturnType<typeof createQueue>;

function parse(name: string): Stored | undefined {
  try {
    return JSON.parse(localStorage.getItem(name)!) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Takes it out of the browser's storage, if there is any. */
export function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing could be kept there either.
  }
}

const pauseAfter = (failures: number) => Math.min(LONGEST_PAUSE, 1000 * 2 ** failures) * (0.5 + Math.random() / 2);

/** `wxv_`, the merchant's id and 256 random bits: who holds it is this browser. */
const newToken = (key: string) => `wxv_${key.slice(3)}_${base64url(crypto.getRandomValues(new Uint8Array(32)))}`;

export const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
