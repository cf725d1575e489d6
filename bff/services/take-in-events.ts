import { randomUUIDv7 } from 'node:crypto';
import type { JourneyEventInput } from '../../contract/journey-event.ts';
import { insertJourneyEvents, type NewJourneyEvent } from '../db/journey-events.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
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
 * Keeps the batches of one merchant in one commit: a browser that is new, with its guest; what changed of its settings; the events,
 * each once. If the database refuses them together, each is tried alone, so that one cannot spoil the others.
 */
export async function takeInEvents(
  { db, live }: Pick<Context, 'db' | 'live'>,
  merchantId: string,
  batches: readonly TakenBatch[],
): Promise<TakenIn[]> {
  try {
    const taken = await withMerchant(db, merchantId, tx => keep(tx, batches));
    live.publish({ kind: 'work', jobs: 'journey' });
    return taken;
  } catch (error) {
    if (batches.length === 1) return [{ outcome: 'failed', error }];
    return (await Promise.all(batches.map(batch => takeInEvents({ db, live }, merchantId, [batch])))).flat();
  }
}

async function keep(tx: MerchantTx, batches: readonly TakenBatch[]): Promise<TakenIn[]> {
  const visitors = await findOrMake(tx, batches);
  const isGood = ({ tokenHash }: TakenBatch) => !visitors.get(tokenHash)!.revoked;
  const events = batches.filter(isGood).flatMap(batch => rowsOf(batch, visitors.get(batch.tokenHash)!.id));
  const fresh = new Set(await insertJourneyEvents(tx, events));
  return batches.map(batch => {
    if (!isGood(batch)) return { outcome: 'revoked' };
    // The same event in two batches is new in the first.
    return { outcome: 'kept', accepted: batch.events.filter(({ id }) => fresh.delete(id)).length };
  });
}

async function findOrMake(tx: MerchantTx, batches: readonly TakenBatch[]): Promise<Map<string, JourneyVisitor>> {
  const newest = new Map(batches.map(batch => [batch.tokenHash, batch]));
  const hashes = [...newest.keys()];
  const found = await findJourneyVisitors(tx, hashes);
  const missing = hashes.filter(hash => !found.has(hash));
  if (missing.length > 0) {
    await lockNewTokens(tx, missing);
    for (const [hash, visitor] of await findJourneyVisitors(tx, missing)) found.set(hash, visitor);
    const fresh = missing.filter(hash => !found.has(hash)).map(hash => newBrowser(newest.get(hash)!));
    await insertBrowsers(tx, fresh);
    for (const browser of fresh) found.set(browser.tokenHash, { ...browser, revoked: false, mayChat: true });
  }
  for (const [hash, batch] of newest) await noteSettings(tx, found.get(hash)!, batch);
  return found;
}

const newBrowser = ({ tokenHash, consent, timeZone, language, receivedAt }: TakenBatch): NewBrowser => ({
  ...{ id: randomUUIDv7(), customerId: randomUUIDv7(), tokenHash, consent, timeZone, language },
  now: receivedAt,
});

async function noteSettings(tx: MerchantTx, visitor: JourneyVisitor, batch: TakenBatch): Promise<void> {
  const { consent, receivedAt } = batch;
  const timeZone = batch.timeZone ?? visitor.timeZone;
  const language = batch.language ?? visitor.language;
  const isKnown = visitor.consent === consent && visitor.timeZone === timeZone && visitor.language === language;
  if (!isKnown && !visitor.revoked)
    await saveJourneySettings(tx, visitor.id, { consent, timeZone, language }, receivedAt);
}

const rowsOf = ({ events, sentAt, receivedAt }: TakenBatch, subjectId: string): NewJourneyEvent[] =>
  events.map(event => {
    const clientAt = new Date(event.at);
    return {
      id: event.id,
      subjectId,
      name: event.name,
      source: 'web',
      occurredAt: eventTime(clientAt, sentAt, receivedAt),
      clientAt,
      receivedAt,
      page: event.page ?? null,
      properties: event.properties ?? {},
    };
  });
