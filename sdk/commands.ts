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
  const api: WoodexApi = {
    push(...commands) {
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
    on(event, listener) {
      const type = `woodex-${event}`;
      document.addEventListener(type, listener);
      return () => document.removeEventListener(type, listener);
    },
    destroy() {
      onDestroy();
      find()?.remove();
    },
  };
  const queued = window.woodex;
  window.woodex = api;
  if (Array.isArray(queued)) api.push(...queued);
}
