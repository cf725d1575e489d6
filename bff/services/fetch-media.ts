import type { LossReason } from '../../contract/message-parts.ts';
import { deleteMedia, findMedia, type MediaRow, saveMedia } from '../db/media.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { listNumbers } from '../db/whatsapp-numbers.ts';
import { digestOf } from '../domain/digest.ts';
import { MINUTE } from '../domain/duration.ts';
import { fetchPause, isPastHope } from '../domain/media-fetch.ts';
import type { MediaStore } from '../media/media-store.ts';
import { type TakenFile, TooLarge, takeIn } from '../media/take-in.ts';
import { SealError, type Sealer } from '../security/seal.ts';
import type { MediaApi, MediaBytes } from '../whatsapp/media-api.ts';
import { openAccessToken } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { settleMedia } from './settle-media.ts';

export type MediaTools = {
  api: MediaApi;
  store: MediaStore;
  sealer: Sealer;
  /** Where files lie while they come. */
  folder: string;
  random: () => number;
};

/** Meta hands over nothing larger. */
const LIMIT = 100 * 1024 * 1024;
const WITHIN = 4 * MINUTE;

type Job = { merchantId: string; mediaId: string };
type Caller = { phoneNumberId: string; accessToken: string };
type Fetched = { kind: 'file'; file: TakenFile } | { kind: 'lost'; reason: LossReason } | { kind: 'later' };

/**
 * Fetches a file that a customer sent while WhatsApp still has it, or erases one whose time has come. What fails is tried again for seven
 * days: so long WhatsApp keeps it. Returns when to come back; null: there is nothing left to do.
 */
export async function fetchMedia(
  context: Context,
  tools: MediaTools,
  merchantId: string,
  mediaId: string,
): Promise<Date | null> {
  const job = { merchantId, mediaId };
  const row = await withMerchant(context.db, merchantId, tx => findMedia(tx, mediaId));
  if (row?.state === 'erasing') return eraseFile(context, tools, job, row);
  if (row?.state !== 'fetching') return null;
  if (isPastHope(row.createdAt, context.now)) return lose(context, job, 'gone');
  const fetched = await fetchFile(context, tools, job, row);
  switch (fetched.kind) {
    case 'lost':
      return lose(context, job, fetched.reason);
    case 'file':
      return keep(context, tools, job, fetched.file);
    case 'later': {
      const attempts = row.attempts + 1;
      await withMerchant(context.db, merchantId, tx => saveMedia(tx, mediaId, { attempts }));
      return new Date(context.now.getTime() + fetchPause(attempts, tools.random()));
    }
  }
}

async function fetchFile(context: Context, tools: MediaTools, job: Job, row: MediaRow): Promise<Fetched> {
  const caller = await callerOf(context, tools, job, row);
  if (!caller) return { kind: 'later' };
  const address = await tools.api.locate({ ...caller, metaId: row.metaId! });
  if (address.kind === 'refused') return address.code === UNKNOWN_OBJECT ? goneOrLater(row) : { kind: 'later' };
  if (address.kind !== 'found') return { kind: 'later' };
  const signal = AbortSignal.timeout(WITHIN);
  const { accessToken } = caller;
  const opened = await tools.api.download({ url: address.url, accessToken, signal });
  switch (opened.kind) {
    case 'open':
      return receive(tools, row, opened, digestOf(address.sha256) ?? digestOf(row.announcedSha256), address.size);
    case 'foreign':
      return { kind: 'lost', reason: 'refused' };
    // The next attempt asks for an address of its own.
    case 'expired':
    case 'failed':
      return { kind: 'later' };
  }
}

/** Meta's code for an id that it does not, or no longer, know. It says so of new files, too, for a moment. */
const UNKNOWN_OBJECT = 100;
const TRIES_OF_UNKNOWN = 5;
const goneOrLater = (row: MediaRow): Fetched =>
  row.attempts + 1 < TRIES_OF_UNKNOWN ? { kind: 'later' } : { kind: 'lost', reason: 'gone' };

async function callerOf(
  { db }: Context,
  { sealer }: MediaTools,
  { merchantId }: Job,
  { numberId }: MediaRow,
): Promise<Caller | null> {
  const numbers = await withMerchant(db, merchantId, listNumbers);
  const number = numbers.find(({ id }) => id === numberId);
  if (!number) return null;
  try {
    return { phoneNumberId: number.phoneNumberId, accessToken: openAccessToken(sealer, merchantId, number) };
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** Once cut short or garbled may be the line's fault; every time is the file's. */
const TRIES_OF_DAMAGED = 3;

async function receive(
  { folder }: MediaTools,
  row: MediaRow,
  { bytes, size }: Extract<MediaBytes, { kind: 'open' }>,
  digest: string | null,
  announced: number | undefined,
): Promise<Fetched> {
  if ((size ?? announced ?? 0) > LIMIT) {
    await bytes.cancel();
    return { kind: 'lost', reason: 'too-large' };
  }
  let file: TakenFile;
  try {
    file = await takeIn(bytes, { folder, limit: LIMIT });
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'lost', reason: 'too-large' };
    // A full disk is ours to mend, a line that broke is not: both come right by themselves or not at all.
    return { kind: 'later' };
  }
  const isWhole = file.size > 0 && (announced === undefined || file.size === announced);
  if (isWhole && (digest === null || file.sha256 === digest)) return { kind: 'file', file };
  await file.discard();
  return row.attempts + 1 < TRIES_OF_DAMAGED ? { kind: 'later' } : { kind: 'lost', reason: 'damaged' };
}

async function keep(context: Context, { store }: MediaTools, job: Job, file: TakenFile): Promise<null> {
  const { merchantId, mediaId } = job;
  const { sha256, size, mimeType, width, height, animated } = file;
  const place = { merchantId, mediaId, sha256 };
  try {
    await store.keep(place, file.path);
  } finally {
    await file.discard();
  }
  const stored = { sha256, size, mimeType, width: width ?? null, height: height ?? null, animated: animated ?? null };
  const facts = { sha256, size, mimeType, width, height, ...(animated && { animated }) };
  const isOurs = await settleMedia(
    context,
    job,
    { ...stored, state: 'stored', storedAt: context.now },
    { ...facts, state: 'stored' },
  );
  // It was erased meanwhile, or another worker was faster, and then its file is this one.
  if (!isOurs && (await withMerchant(context.db, merchantId, tx => findMedia(tx, mediaId)))?.sha256 !== sha256)
    await store.remove(place);
  return null;
}

async function lose(context: Context, job: Job, reason: LossReason): Promise<null> {
  await settleMedia(context, job, { state: 'lost', reason }, { state: 'lost', reason });
  return null;
}

async function eraseFile(
  { db }: Context,
  { store }: MediaTools,
  { merchantId, mediaId }: Job,
  { sha256 }: MediaRow,
): Promise<null> {
  if (sha256) await store.remove({ merchantId, mediaId, sha256 });
  await withMerchant(db, merchantId, tx => deleteMedia(tx, mediaId));
  return null;
}
