import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright';
import { heapBytes, slowCpu, slowNetwork, visit } from './visit.ts';
import { watchMoments } from './watch.ts';

/** Milliseconds until the bubble shows, and from a click on it. */
export type Opening = {
  bubbleMs: number;
  frameMs: number;
  inputMs: number;
  /** The longest of the click's events, until the next frame was drawn. */
  clickEventMs: number;
  heapBytes: number;
};

type Conditions = {
  network: 'fast' | 'slow-4g';
  /** Does the pointer rest on the bubble first, as a hand on a mouse does? */
  hover: boolean;
};

const HOVER_MS = 1_500;
const LONGEST = 30_000;

/** Opens the chat as a visitor does, at 4× CPU. */
export const measureOpening = (browser: Browser, url: string, { network, hover }: Conditions): Promise<Opening> =>
  visit(browser, async visit => {
    const { page } = visit;
    await slowCpu(visit);
    if (network === 'slow-4g') await slowNetwork(visit);
    await page.addInitScript(watchMoments);
    await page.goto(url, { waitUntil: 'load', timeout: LONGEST });
    await page.waitForFunction(() => window.benchMoments.bubble > 0, undefined, { timeout: LONGEST });
    const { place } = await page.evaluate(() => window.benchMoments);
    if (hover) {
      await page.mouse.move(place.x, place.y);
      await sleep(HOVER_MS);
    }
    await page.mouse.click(place.x, place.y);
    await page.waitForFunction(() => window.benchMoments.input > 0, undefined, { timeout: LONGEST });
    const { bubble, click, frame, input } = await page.evaluate(() => window.benchMoments);
    const clickEventMs = await page.evaluate(longestClickEvent);
    return {
      bubbleMs: bubble,
      frameMs: (frame || input) - click,
      inputMs: input - click,
      clickEventMs,
      heapBytes: await heapBytes(visit),
    };
  });

/** Bytes alive on a page that is watched like the others but has no bubble. */
export const measureWatchedHeap = (browser: Browser, url: string): Promise<number> =>
  visit(browser, async visit => {
    const { page } = visit;
    await slowCpu(visit);
    await page.addInitScript(watchMoments);
    await page.goto(url, { waitUntil: 'load', timeout: LONGEST });
    await page.waitForFunction(() => window.benchMoments.bubble === 0);
    await page.mouse.click(1, 1);
    await sleep(HOVER_MS);
    await page.evaluate(longestClickEvent);
    return heapBytes(visit);
  });

/** Runs in the page. Events under 16 ms are not told. */
function longestClickEvent(): Promise<number> {
  return new Promise(resolve => {
    const names = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
    const observer = new PerformanceObserver(list => {
      const durations = list.getEntries().filter(({ name }) => names.includes(name));
      resolve(Math.max(0, ...durations.map(({ duration }) => duration)));
    });
    observer.observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
    setTimeout(() => resolve(0), 300);
  });
}
