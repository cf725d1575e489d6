import { randomUUIDv7 } from 'node:crypto';
import { enqueue } from '../db/jobs.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { storeWebhookParts } from '../db/webhook-inbox.ts';
import { findRoutes, listAppRoutes, listApps } from '../db/whatsapp-numbers.ts';
import type { Sealer } from '../security/seal.ts';
import { isSigned } from '../whatsapp/signature.ts';
import { identifiers, parseWebhook, type WebhookPart } from '../whatsapp/webhook-events.ts';
import { openAppSecret, verifyTokenRoute } from './connect-whatsapp.ts';
import type { Context } from './context.ts';

/** A body that names nobody is tried against this many apps at most, so that forging costs more than refusing. */
const APPS_TRIED = 50;

/**
 * Verify the raw bytes, keep what they say, and be done: the work comes later. Every part goes to the merchant whose own app secret
 * signed the body and whose number or account it names; names of others in it go nowhere.
 * @returns false when no app that we know signed these bytes: nothing was kept
 */
export async function receiveWhatsAppWebhook(
  { db, live, now }: Context,
  sealer: Sealer,
  rawBody: Buffer,
  signature: string | undefined,
): Promise<boolean> {
  const body = parse(rawBody);
  const owners = await ownersOf({ db }, body);
  const signers: string[] = [];
  for (const merchantId of owners.candidates) {
    if (await hasSigned({ db }, sealer, merchantId, rawBody, signature)) signers.push(merchantId);
  }
  const [first] = signers;
  if (!first) return false;

  const byMerchant = Map.groupBy(parseWebhook(body, now), part => owners.of(part) ?? first);
  for (const merchantId of signers) await keep({ db, now }, merchantId, byMerchant.get(merchantId) ?? []);
  live.publish({ kind: 'work' });
  return true;
}

/** Bytes that are no JSON are kept as the text they are. */
function parse(rawBody: Buffer): unknown {
  const text = rawBody.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whom the body speaks of, before it is believed; and, for each part, whom that one speaks of. */
async function ownersOf({ db }: Pick<Context, 'db'>, body: unknown) {
  const { phoneNumberIds, wabaIds } = identifiers(body);
  const numbers = await findRoutes(db, 'phone_number', phoneNumberIds);
  const accounts = await findRoutes(db, 'waba', wabaIds);
  const named = [...numbers, ...accounts].map(route => route.merchantId);
  const candidates = named.length > 0 ? named : (await listAppRoutes(db, APPS_TRIED)).map(route => route.merchantId);
  const merchantOf = new Map(
    [...accounts, ...numbers].map(route => [`${route.kind}:${route.externalId}`, route.merchantId]),
  );
  return {
    candidates: new Set(candidates),
    of: ({ phoneNumberId, wabaId }: WebhookPart) =>
      merchantOf.get(`phone_number:${phoneNumberId}`) ?? merchantOf.get(`waba:${wabaId}`),
  };
}

async function hasSigned(
  { db }: Pick<Context, 'db'>,
  sealer: Sealer,
  merchantId: string,
  rawBody: Buffer,
  signature: string | undefined,
): Promise<boolean> {
  const apps = await withMerchant(db, merchantId, listApps);
  return apps.some(app => isSigned(rawBody, signature, openAppSecret(sealer, merchantId, app)));
}

async function keep({ db, now }: Pick<Context, 'db' | 'now'>, merchantId: string, parts: WebhookPart[]): Promise<void> {
  const ids = orderedIds(parts.length);
  const rows = parts.map(({ dedupeKey, raw }, n) => ({ id: ids[n]!, dedupeKey, body: JSON.stringify(raw) }));
  await withMerchant(db, merchantId, async tx => {
    const fresh = new Set(await storeWebhookParts(tx, 'whatsapp', rows, now));
    const jobIds = orderedIds(fresh.size);
    for (const [n, ref] of ids.filter(id => fresh.has(id)).entries()) {
      await enqueue(tx, { id: jobIds[n]!, kind: 'webhook', ref, dueAt: now });
    }
  });
}

/** Jobs are taken in the order of their ids, and ids of one millisecond have none by themselves. */
const orderedIds = (count: number) => Array.from({ length: count }, () => randomUUIDv7()).sort();

/** Is this the verify token of an app that we know? (Meta, Webhooks, "Verification requests".) */
export async function knowsVerifyToken({ db }: Pick<Context, 'db'>, verifyToken: string): Promise<boolean> {
  return (await findRoutes(db, 'verify_token', [verifyTokenRoute(verifyToken)])).length > 0;
}
