import type { WoodexChat } from '../elements/woodex-chat.ts';
import { startTracker, type Tracker } from '../tracker/tracker.ts';
import { type FakeShop, KEY } from './fake-shop.ts';
import { closeShop, openShop } from './on-page.ts';
import { until } from './until.ts';

export const JOURNEY = `woodex:${KEY}:journey`;

/** A token as a browser makes it. */
export const tokenOf = (letter: string) => `wxv_${KEY.slice(3)}_${letter.repeat(43)}`;

const started: Tracker[] = [];
const here = location.href;

export type TrackedPage = {
  shop: FakeShop;
  dataLayer: unknown[];
  start: (tag?: Record<string, string>) => Promise<Tracker>;
};

/** This document as a shop's page. Each `start` is a tab of its own, as far as storage goes. */
export function openTrackedPage(): TrackedPage {
  const shop = openShop();
  const dataLayer: unknown[] = [];
  Object.assign(window, { dataLayer });
  return {
    shop,
    dataLayer,
    async start(tag = {}) {
      const script = document.createElement('script');
      Object.assign(script, { type: 'text/plain', className: 'tag' });
      Object.assign(script.dataset, { key: KEY, ...tag });
      document.querySelector('.tag')?.remove();
      document.head.append(script);
      const chat = { merchantKey: KEY, api: 'https://api.test' } as WoodexChat;
      const tracker = await startTracker(() => chat);
      started.push(tracker);
      return tracker;
    },
  };
}

export async function closeTrackedPage() {
  for (const tracker of started.splice(0)) tracker.stop();
  history.replaceState(null, '', here);
  for (const name of ['dataLayer', 'Shopify', 'jQuery']) Reflect.deleteProperty(window, name);
  document.querySelector('.tag')?.remove();
  await noLocks();
  closeShop();
}

async function noLocks() {
  while ((await navigator.locks.query()).held?.some(lock => lock.name === JOURNEY))
    await new Promise(requestAnimationFrame);
}

/** The page is going away: what waits is sent at once. */
export const leave = () => dispatchEvent(new PageTransitionEvent('pagehide'));

/** All that was told, in its order. */
export const eventsOf = ({ told }: FakeShop) => told.flatMap(batch => batch.events);
export const namesOf = (shop: FakeShop) => eventsOf(shop).map(event => event.name);

/** Waits until consent has brought what talks to the server, then lets the page go away and come back. */
export async function tellAll(tracker: Tracker) {
  await tracker.journeyId();
  leave();
  await until(() => true);
}
