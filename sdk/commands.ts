import type { WoodexChat } from './elements/woodex-chat.ts';

type Listener = (event: Event) => void;

/** `['open']`, `['close']`, `['toggle']`, `['on', event, listener]`, `['destroy']`. */
export type Command = readonly [name: string, ...args: unknown[]];

/** `window.woodex` once the script has loaded. */
export type WoodexApi = {
  /** Runs commands; an array before the script has loaded has the same method, and is run through then. */
  push: (...commands: Command[]) => void;
  open: () => void;
  close: () => void;
  toggle: () => void;
  /** `event`: open, close, message or unread. Returns how to stop listening. */
  on: (event: string, listener: Listener) => () => void;
  /** Tells something the shopper did: one of the known names, or the shop's own word (`custom.…`). */
  track: (name: string, properties?: Record<string, unknown>) => Promise<unknown>;
  /** Tells that a page is looked at; routers are noticed without it. */
  page: () => Promise<unknown>;
  /** Who the shopper is, in words signed by the shop's server; null: nobody any more. */
  identify: (token: string | null) => Promise<unknown>;
  /** Somebody else sits here from now on. */
  reset: () => Promise<unknown>;
  /** Whether the shopper agreed that their way through the shop is remembered. */
  consent: (answer: 'granted' | 'denied') => Promise<unknown>;
  /** What the shop's server may name this browser by, in an order; null before consent. */
  journeyId: () => Promise<string | null>;
  /**
   * What the shopper agreed to be sent by WhatsApp, word for word as the page showed it. `topic`: marketing (as it is without one) or all;
   * `action`: opt-in or opt-out. False: it could not be recorded.
   */
  optIn: (said: { wording: string; topic?: 'marketing' | 'all'; action?: 'opt-in' | 'opt-out' }) => Promise<unknown>;
  /** Takes the element, its listeners, timers and streams off the page. */
  destroy: () => void;
};

declare global {
  interface Window {
    woodex?: WoodexApi | Command[];
  }
}

/** Makes `window.woodex` and runs what was queued. Nothing a merchant pushes makes it throw. */
export function installCommands(find: () => WoodexChat | undefined, onDestroy: () => void) {
  let hasWarned = false;
  const api = {
    push(...commands: Command[]) {
      for (const command of commands) {
        const [name, ...args] = Array.isArray(command) ? (command as Command) : [String(command)];
        const run = name !== 'push' && Object.hasOwn(api, name) && api[name as 'open'];
        if (run) (run as (...args: unknown[]) => unknown)(...args);
        else if (!hasWarned) {
          hasWarned = true;
          console.warn(`woodex: unknown command "${name}"`);
        }
      }
    },
    open: () => find()?.show(),
    close: () => find()?.hide(),
    toggle: () => api[find()?.open ? 'close' : 'open'](),
    on(event: string, listener: Listener) {
      const type = `woodex-${event}`;
      document.addEventListener(type, listener);
      return () => document.removeEventListener(type, listener);
    },
    destroy() {
      onDestroy();
      find()?.remove();
      void tracker.then(it => it?.stop?.());
    },
  } as WoodexApi;
  // The tracker comes when the page is at rest. What it is asked before waits for it, in its order.
  const tracker = new Promise(rest => (window.requestIdleCallback ?? setTimeout)(rest))
    .then(() => import('./tracker/tracker.ts'))
    .then(({ startTracker }) => startTracker(find))
    .catch(() => {}) as Promise<Record<string, (...args: unknown[]) => unknown> | undefined>;
  for (const name of 'track page identify reset consent journeyId optIn'.split(' ')) {
    api[name as 'page'] = (...args: unknown[]) => tracker.then(it => it?.[name]?.(...args));
  }
  const queued = window.woodex;
  window.woodex = api;
  if (Array.isArray(queued)) api.push(...queued);
}
