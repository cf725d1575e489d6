import { randomUUIDv7 } from 'node:crypto';
import type { JourneyEventInput } from '../../contract/journey-event.ts';
import { type BrowserEvent, insertBrowserEvents } from '../db/journey-events.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import {
  findJourneyVisitors,
  insertBrowsers,
  type JourneyVisitor,
  lockNewTokens,
  type NewBrowser,
  saveJourneySettings,
} from '../db/visitors.ts';
import { eventTime } from '../domain/event-time.ts';
import type { Context } from './context.ts';

/** What one request brings, checked. `tokenHash`: in hex. */
export type TakenBatch = {
  tokenHash: string;
  sentAt: Date;
  receivedAt: Date;
  consent: 'granted' | 'setting';
  timeZone: string | null;
  language: string | null;
  events: JourneyEventInput[];
};

export type TakenIn =
  | { outcome: 'kept'; accepted: number }
  | { outcome: 'revoked' }
  | { outcome: 'failed'; error: unknown };

/**
 * Keeps the batches of one merchant together: the events of browsers that are known in one commit; then, where there is any, a
 * browser that is new with its guest and its events; and what changed of a browser's settings. If the database refuses them together,
 * each is tried alone, so that one cannot spoil the others. Safe to do again.
 */
export async function takeInEvents(
  { db, live }: Pick<Context, 'db' | 'live'>,
  merchantId: string,
  batches: readonly TakenBatch[],
): Promise<TakenIn[]> {
  try {
    const taken = await keep(db, merchantId, batches);
    live.publish({ kind: 'work', jobs: 'journey' });
    return taken;
  } catch (error) {
    if (batches.length === 1) return [{ outcome: 'failed', error }];
    return (await Promise.all(batches.map(batch => takeInEvents({ db, live }, merchantId, [batch])))).flat();
  }
}

async function keep(db: Db, merchantId: string, batches: readonly TakenBatch[]): Promise<TakenIn[]> {
  const { browsers, fresh } = await insertBrowserEvents({ db, merchantId }, ...toldIn(batches));
  const strangers = batches.filter(({ tokenHash }) => !browsers.has(tokenHash));
  const changed = newestOf(batches).filter(batch => isNews(browsers.get(batch.tokenHash), batch));
  if (strangers.length + changed.length > 0) {
    await withMerchant(db, merchantId, async tx => {
      if (strangers.length > 0) {
        await makeBrowsers(tx, strangers);
        const more = await insertBrowserEvents(tx, ...toldIn(strangers));
        for (const [hash, browser] of more.browsers) browsers.set(hash, browser);
        fresh.push(...more.fresh);
      }
      for (const batch of changed) await noteSettings(tx, browsers.get(batch.tokenHash)!, batch);
    });
  }

  const isFresh = new Set(fresh);
  return batches.map(({ tokenHash, events }) => {
    if (browsers.get(tokenHash)!.revoked) return { outcome: 'revoked' };
    // The same event in two batches is new in the first.
    return { outcome: 'kept', accepted: events.filter(({ id }) => isFresh.delete(id)).length };
  });
}

/** Of each browser what it told last; in one order for all, so that two who write to the same browsers do not deadlock. */
const newestOf = (batches: readonly TakenBatch[]) =>
  [...new Map(batches.map(batch => [batch.tokenHash, batch])).values()].sort((a, b) =>
    a.tokenHash < b.tokenHash ? -1 : 1,
  );

const toldIn = (batches: readonly TakenBatch[]): [tokenHashes: string[], events: BrowserEvent[]] => [
  newestOf(batches).map(({ tokenHash }) => tokenHash),
  batches.flatMap(rowsOf),
];

async function makeBrowsers(tx: MerchantTx, batches: readonly TakenBatch[]): Promise<void> {
  const newest = newestOf(batches);
  const hashes = newest.map(({ tokenHash }) => tokenHash);
  await lockNewTokens(tx, hashes);
  const found = await findJourneyVisitors(tx, hashes);
  await insertBrowsers(tx, newest.filter(({ tokenHash }) => !found.has(tokenHash)).map(newBrowser));
}

const newBrowser = ({ tokenHash, consent, timeZone, language, receivedAt }: TakenBatch): NewBrowser => ({
  ...{ id: randomUUIDv7(), customerId: randomUUIDv7(), tokenHash, consent, timeZone, language },
  now: receivedAt,
});

/** Does the batch tell of a browser's settings what is not known yet? */
function isNews(browser: JourneyVisitor | undefined, { consent, timeZone, language }: TakenBatch): boolean {
  if (!browser || browser.revoked) return false;
  const isSame = (told: string | null, known: string | null) => told === null || told === known;
  return browser.consent !== consent || !isSame(timeZone, browser.timeZone) || !isSame(language, browser.language);
}

const noteSettings = (tx: MerchantTx, { id, ...known }: JourneyVisitor, batch: TakenBatch) =>
  saveJourneySettings(
    tx,
    id,
    {
      consent: batch.consent,
      timeZone: batch.timeZone ?? known.timeZone,
      language: batch.language ?? known.language,
    },
    batch.receivedAt,
  );

const rowsOf = ({ tokenHash, events, sentAt, receivedAt }: TakenBatch): BrowserEvent[] =>
  events.map(event => {
    const clientAt = new Date(event.at);
    return {
      id: event.id,
      tokenHash,
      name: event.name,
      source: 'web',
      occurredAt: eventTime(clientAt, sentAt, receivedAt),
      clientAt,
      receivedAt,
      page: event.page ?? null,
      properties: event.properties ?? {},
    };
  });
