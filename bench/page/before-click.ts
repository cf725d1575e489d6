import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright';
import { heapBytes, recordTransfers, scriptMs, slowCpu, type Transfer, visit } from './visit.ts';

/** What a page costs that nobody touches, at 4× CPU. */
export type BeforeClick = {
  scriptMs: number;
  heapBytes: number;
  transfers: Transfer[];
  layoutShift: number;
  /** Scripts that held the page up for more than 50 ms, by address. */
  longScripts: string[];
  cookies: number;
  storageKeys: number;
};

const SETTLE_MS = 4_000;

export const measureBeforeClick = (browser: Browser, url: string): Promise<BeforeClick> =>
  visit(browser, async visit => {
    const { page } = visit;
    await slowCpu(visit);
    const transfers = recordTransfers(page);
    await page.goto(url, { waitUntil: 'load' });
    await sleep(SETTLE_MS);
    // Before anything else is run in the page.
    const script = await scriptMs(visit);
    return {
      scriptMs: script,
      heapBytes: await heapBytes(visit),
      transfers: await transfers(),
      ...(await page.evaluate(readEntries)),
      cookies: (await page.context().cookies()).length,
      storageKeys: await page.evaluate(countKeys),
    };
  });

/** Runs in the page. */
async function readEntries(): Promise<Pick<BeforeClick, 'layoutShift' | 'longScripts'>> {
  const LONG_TASK = 50;
  const entries = (type: string) =>
    new Promise<PerformanceEntry[]>(resolve => {
      const observer = new PerformanceObserver(list => resolve(list.getEntries()));
      observer.observe({ type, buffered: true });
      // There may be none, and then nothing calls back.
      setTimeout(() => resolve([]), 300);
    });
  const shifts = (await entries('layout-shift')) as (PerformanceEntry & { value: number })[];
  type Script = { sourceURL: string; duration: number };
  const frames = (await entries('long-animation-frame')) as (PerformanceEntry & { scripts: Script[] })[];
  return {
    layoutShift: shifts.reduce((sum, { value }) => sum + value, 0),
    longScripts: frames
      .flatMap(({ scripts }) => scripts)
      .filter(({ duration }) => duration > LONG_TASK)
      .map(({ sourceURL }) => sourceURL),
  };
}

/** Runs in the page. */
async function countKeys(): Promise<number> {
  const databases = await indexedDB.databases();
  const stores = await caches.keys();
  return localStorage.length + sessionStorage.length + databases.length + stores.length;
}
