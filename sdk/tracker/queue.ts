import type { JourneyEventInput } from '../../contract/journey-event.ts';
import { uuidV7 } from '../conversation/uuid.ts';
import { backoffDelay, retryAfterDelay } from '../stream/backoff.ts';
import type { Kept, KeptBox } from './kept.ts';

/** How the shopper agreed. `''`: not said yet; `false`: no; undefined: nobody is there who says it. */
export type Consent = 'granted' | 'setting' | '' | false | undefined;
/** `visitor`: whose it is, from consent on. */
export type QueuedEvent = Omit<JourneyEventInput, 'name'> & { name: string; visitor: string };

const MOST = 200;
const MOST_STORED = 100_000;
const AT_ONCE = 20;
/** A browser sends 64 kB for a page that is going away, all requests together. */
const MOST_SENT = 60_000;
const SOON = 2000;
const BACKOFF = { base: 2000, cap: 60_000 };
const TIMEOUT = 15_000;

type QueueOptions = { key: string; api: string; kept: KeptBox; chatKept: KeptBox };

/**
 * What waits to be told, from consent on: in memory and in storage, so that no page takes anything with it. An event leaves the queue
 * when the server has taken it, or never will. Loaded with consent, not before.
 */
export function createQueue({ key, api, kept: box, chatKept }: QueueOptions) {
  const tokenStart = `wxv_${key.slice(3)}_`;
  /** On their way just now. */
  const flying = new Set<string>();
  let consent: Consent;
  let memory: Kept = { queue: [] };
  /** Of this tab; what is stored may be of others, and may get lost when two write at once. */
  let mine: QueuedEvent[] = [];
  let isSaved = true;
  let isSending = false;
  let failures = 0;
  let closedUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const kept = () => box.read() ?? memory;
  const keep = (change: Partial<Kept>) => {
    memory = { ...kept(), ...change };
    box.write(memory);
  };

  /** Ours; else the chat's; else a new one. */
  function token(): string {
    const own = kept().token;
    const known = `${own ?? chatKept.read()?.token}`;
    if (!known.startsWith(tokenStart)) return renew();
    if (known !== own) keep({ token: known });
    return known;
  }

  /** Somebody else sits here from now on. What is in the queue stays theirs who did it. */
  function renew(): string {
    const token = tokenStart + base64url(crypto.getRandomValues(new Uint8Array(32)));
    keep({ token });
    return token;
  }

  function merged(): QueuedEvent[] {
    const all = [...new Map([...kept().queue, ...mine].map(event => [event.id, event])).values()].slice(-MOST);
    let size = 0;
    let from = all.length;
    while (from && size < MOST_STORED) size += JSON.stringify(all[--from]).length;
    return all.slice(from);
  }

  function add(name: string, page: QueuedEvent['page'], properties: QueuedEvent['properties'], at: number): void {
    mine = [
      ...mine.slice(1 - MOST),
      { id: uuidV7(at), name, at: new Date(at).toISOString(), page, properties, visitor: '' },
    ];
    // Not in the page's own time.
    if (isSaved) (window.requestIdleCallback ?? setTimeout)(save);
    isSaved = false;
    if (mine.length < AT_ONCE) wait(SOON);
    else void flush();
  }

  function save(): void {
    if (isSaved || !consent) return;
    isSaved = true;
    const visitor = token();
    for (const event of mine) event.visitor ||= visitor;
    keep({ queue: merged() });
  }

  function wait(milliseconds: number): void {
    timer ??= setTimeout(() => void flush(), milliseconds);
  }

  /** The next that go together: of one visitor. */
  function next(isOwn?: boolean): QueuedEvent[] {
    save();
    const [first, ...rest] = (isOwn ? mine : merged()).filter(({ id }) => !flying.has(id));
    const batch = first ? [first, ...rest.filter(it => it.visitor === first.visitor)].slice(0, AT_ONCE) : [];
    while (batch.length > 1 && new Blob([JSON.stringify(batch)]).size > MOST_SENT) batch.pop();
    return consent ? batch : [];
  }

  /** Sends what is there, in one tab at a time; a page that is leaving sends its own at once. Never rejects. */
  async function flush(isLeaving?: boolean): Promise<void> {
    if (isLeaving && Date.now() >= closedUntil) {
      for (let batch = next(true); batch.length; batch = next(true)) void send(batch);
      return;
    }
    clearTimeout(timer);
    timer = undefined;
    const left = closedUntil - Date.now();
    if (left > 0) return wait(left);
    if (isSending || !navigator.onLine) return;
    isSending = true;
    const work = async () => {
      for (let batch = next(); batch.length && (await send(batch)); batch = next());
    };
    await (navigator.locks?.request(box.name, work) ?? work()).catch(work);
    isSending = false;
    if (closedUntil > Date.now()) wait(0);
  }

  /** Was it taken, or will it never be? */
  async function send(batch: QueuedEvent[]): Promise<boolean> {
    const ids = new Set(batch.map(({ id }) => id));
    for (const id of ids) flying.add(id);
    const body = JSON.stringify({
      visitor: batch[0]!.visitor,
      sentAt: new Date().toISOString(),
      consent,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      language: navigator.language,
      events: batch.map(({ visitor, ...event }) => event),
    });
    let isOver = false;
    let pause = 0;
    try {
      // Text needs no preflight, which a page that is going away would not live to see.
      const { status, headers } = await fetch(`${api}/v1/events`, {
        method: 'POST',
        body,
        keepalive: true,
        credentials: 'omit',
        signal: AbortSignal.timeout(TIMEOUT),
      });
      isOver = status < 500 && ![408, 425, 429].includes(status);
      pause = retryAfterDelay(headers.get('retry-after'), Date.now());
      // The server does not know this browser any more.
      if (status === 401 && consent && batch[0]!.visitor === kept().token) renew();
    } catch {
      // No answer: later again.
    }
    for (const id of ids) flying.delete(id);
    if (isOver) {
      failures = 0;
      mine = mine.filter(({ id }) => !ids.has(id));
      if (consent) keep({ queue: kept().queue.filter(({ id }) => !ids.has(id)) });
    } else closedUntil = Date.now() + Math.max(pause, 500 + backoffDelay(failures++, Math.random(), BACKOFF));
    return isOver;
  }

  return {
    add,
    flush,
    token,
    renew(): void {
      save();
      renew();
    },
    /** `own`: what was said to us, to be known on the next page. */
    begin(now: Consent, own: Consent): void {
      consent = now;
      keep(own ? { own } : {});
      // What earlier pages have left.
      wait(SOON);
    },
    end(): void {
      consent = undefined;
      mine = [];
      memory = { queue: [] };
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

export const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
