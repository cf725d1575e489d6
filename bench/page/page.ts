import { chromium } from 'playwright';
import { publicKeyOf } from '../../bff/security/public-key.ts';
import { findBrowser } from '../../scripts/browser.ts';
import { buildIfNeeded } from '../../scripts/build.ts';
import { startPostgres, startServer } from '../parts/server.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import type { Bench } from '../suite.ts';
import { type BeforeClick, measureBeforeClick } from './before-click.ts';
import { measureConversation } from './conversation.ts';
import { measureOpening, measureWatchedHeap, type Opening } from './opening.ts';
import { reportBeforeClick, reportConversation, reportOpenings } from './reports.ts';
import { type PageKind, startShop } from './shop.ts';

const KINDS: PageKind[] = ['empty', 'lit', 'woodex'];
const BUBBLES = ['lit', 'woodex'] as const;

/** What our tag costs the shop's page, beside a trivial Lit bubble and the page alone, in a real browser. */
export async function measurePage({ options, scope, report, note }: Bench): Promise<void> {
  buildIfNeeded();
  const shop = await startShop(scope);
  const ownerUrl = await startPostgres(scope);
  const server = await startServer(scope, { ownerUrl, live: 'process', storeUrl: shop.origin });
  const key = publicKeyOf(DEMO_MERCHANT_ID);
  shop.setTag(`<script type="module" async src="${server.url}/sdk/woodex.js" data-key="${key}"></script>`);
  const browser = await chromium.launch({ ...(await findBrowser()), headless: true });
  scope.defer(() => browser.close());

  // The first visit warms the servers' caches, as those before this one did.
  const transfers = await measureConversation(browser, shop.pageUrl('woodex'), server);
  const before: Record<PageKind, BeforeClick[]> = { empty: [], lit: [], woodex: [] };
  const fast: Record<'lit' | 'woodex', Opening[]> = { lit: [], woodex: [] };
  const slow: Record<'lit' | 'woodex', Opening[]> = { lit: [], woodex: [] };
  const watched: number[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    note(`round ${round} of ${options.rounds}`);
    for (const kind of inTurn(KINDS, round)) before[kind].push(await measureBeforeClick(browser, shop.pageUrl(kind)));
    watched.push(await measureWatchedHeap(browser, shop.pageUrl('empty')));
    for (const kind of inTurn(BUBBLES, round)) {
      const url = shop.pageUrl(kind);
      fast[kind].push(await measureOpening(browser, url, { network: 'fast', hover: true }));
      slow[kind].push(await measureOpening(browser, url, { network: 'slow-4g', hover: false }));
    }
  }
  reportBeforeClick(report, before, shop.litBytes);
  reportOpenings(report, fast, slow, watched);
  reportConversation(report, transfers);
}

/** Another one begins each round, so that none is always the one after a pause. */
const inTurn = <T>(items: readonly T[], round: number): T[] =>
  items.map((_, i) => items[(i + round) % items.length] as T);
