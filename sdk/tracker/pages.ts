import type { Guard, On } from './tracker.ts';

/** So long, in ms, a router has to put the new title in. */
const TITLE = 100;

/**
 * Calls back for each address that may be another page, with the time it came: now, when a router changes it, and, as `isAgain`, when
 * the browser brings a page back.
 */
export function watchPages(look: (at: number, isAgain?: boolean) => void, on: On, guard: Guard): void {
  const later = () => {
    const at = Date.now();
    setTimeout(() => guard(() => look(at)), TITLE);
  };
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) on(navigation, 'currententrychange', later);
  else {
    on(window, 'popstate', later);
    for (const name of ['pushState', 'replaceState'] as const) {
      const change = history[name];
      history[name] = function (...args) {
        change.apply(this, args);
        later();
      };
    }
  }
  on(window, 'pageshow', event => (event as PageTransitionEvent).persisted && look(Date.now(), true));
  look(Date.now());
}
