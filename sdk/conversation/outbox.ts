import { backoffDelay } from '../stream/backoff.ts';
import { ApiError } from './api.ts';
import type { Outgoing, SavedBox } from './saved.ts';

/** So many settled messages are remembered. */
const REMEMBERED = 20;

export type OutboxOptions = {
  saved: SavedBox;
  /** Resolves once the server has the message; rejects with an {@link ApiError}. */
  deliver: (message: Outgoing) => Promise<void>;
  /** Runs the work in one tab at a time. */
  exclusively: (work: () => Promise<void>) => Promise<void>;
  onChange: () => void;
  setTimeout?: (run: () => void, milliseconds: number) => unknown;
  clearTimeout?: (timer: unknown) => void;
  random?: () => number;
  isOnline?: () => boolean;
};

export type Outbox = ReturnType<typeof createOutbox>;

/**
 * What the shopper wrote, in order, until the server has it. It is saved before it is sent; a message is taken out only when the
 * server has confirmed it, so a crash in between sends it again under the same `clientId`.
 */
export function createOutbox(options: OutboxOptions) {
  const { saved, deliver, exclusively, onChange } = options;
  const setTimer = options.setTimeout ?? ((run, milliseconds) => setTimeout(run, milliseconds));
  const clearTimer = options.clearTimeout ?? (timer => clearTimeout(timer as number | undefined));
  const random = options.random ?? Math.random;
  const isOnline = options.isOnline ?? (() => navigator.onLine);
  /** Written in this tab and not confirmed: put back should another tab's write have run over them. */
  const mine = new Map<string, Outgoing>();
  let running = false;
  let again = false;
  let stopped = false;
  let attempt = 0;
  let timer: unknown;

  function change(alter: (outbox: readonly Outgoing[]) => readonly Outgoing[]) {
    saved.update(all => ({ ...all, outbox: alter(all.outbox) }));
    onChange();
  }

  function settle(clientId: string) {
    mine.delete(clientId);
    if (saved.read().outbox.some(it => it.clientId === clientId)) {
      saved.update(({ settled = [], ...all }) => ({
        ...all,
        outbox: all.outbox.filter(it => it.clientId !== clientId),
        settled: [...settled, clientId].slice(-REMEMBERED),
      }));
    }
    onChange();
  }

  function restoreMine() {
    const { outbox, settled = [] } = saved.read();
    for (const clientId of settled) mine.delete(clientId);
    const known = new Set(outbox.map(it => it.clientId));
    const lost = [...mine.values()].filter(it => !known.has(it.clientId));
    if (lost.length) change(all => [...all, ...lost]);
  }

  async function sendAll() {
    restoreMine();
    while (!stopped) {
      const next = saved.read().outbox.find(it => !it.failed);
      if (!next) return;
      if (!isOnline()) return retryLater(0);
      try {
        await deliver(next);
        attempt = 0;
        settle(next.clientId);
      } catch (thrown) {
        const error = thrown instanceof ApiError ? thrown : new ApiError(0);
        if (error.isPassing) return retryLater(error.retryAfter);
        mine.delete(next.clientId);
        change(outbox =>
          outbox.map(it =>
            it === next || it.clientId === next.clientId ? { ...it, failed: error.code || 'refused' } : it,
          ),
        );
      }
    }
  }

  function retryLater(wait: number) {
    clearTimer(timer);
    timer = setTimer(() => void flush(), Math.max(wait, backoffDelay(attempt++, random())));
  }

  /** Sends what is there. Never rejects. */
  async function flush(): Promise<void> {
    if (running || stopped) {
      again = true;
      return;
    }
    running = true;
    clearTimer(timer);
    do {
      again = false;
      try {
        await exclusively(sendAll);
      } catch {
        retryLater(0);
      }
    } while (again && !stopped);
    running = false;
  }

  return {
    list: () => saved.read().outbox,
    add(message: Outgoing) {
      mine.set(message.clientId, message);
      change(outbox => [...outbox, message]);
      void flush();
    },
    /** Tries a refused message once more, at its place in the queue. */
    retry(clientId: string) {
      change(outbox => outbox.map(({ failed, ...it }) => (it.clientId === clientId ? it : { ...it, failed })));
      void flush();
    },
    /** Nothing of it is put back. */
    forget: () => mine.clear(),
    /** The server has it, or the shopper does not want it sent any more. */
    settle,
    flush,
    stop() {
      stopped = true;
      clearTimer(timer);
    },
    resume() {
      stopped = false;
      attempt = 0;
      void flush();
    },
  };
}
