import { randomUUIDv7 } from 'node:crypto';
import { enqueue } from '../db/jobs.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { storeWebhookParts } from '../db/webhook-inbox.ts';
import { listApps, type WhatsAppApp } from '../db/whatsapp-apps.ts';
import { findRoutes, listAppRoutes } from '../db/whatsapp-numbers.ts';
import type { Sealer } from '../security/seal.ts';
import { hasSignatureForm, isSigned } from '../whatsapp/signature.ts';
import { identifiers, parseWebhook, type WebhookPart } from '../whatsapp/webhook-events.ts';
import { verifyTokenRoute } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { hearApp, hearHandshake, hearRefused, openSecrets } from './hear-app.ts';

/** A body is tried against this many apps at most, so that forging costs more than refusing. */
const APPS_TRIED = 50;
/** One that names nobody is tried only when it is no longer than this, in bytes: hashing a long one for each app would be dear. */
const LONGEST_NAMELESS = 64 * 1024;
/** Meta puts up to 1000 updates into a body; more names than that are nobody's. */
const MOST_NAMES = 1000;
/** Rows of one insert: Postgres takes at most 65,535 parameters. */
const ROWS_AT_ONCE = 500;

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
  if (!hasSignatureForm(signature)) return false;
  const body = parse(rawBody);
  const owners = await ownersOf({ db }, body, rawBody.length);
  const signers = new Map<string, WhatsAppApp>();
  const silent: { merchantId: string; apps: WhatsAppApp[] }[] = [];
  for (const merchantId of owners.candidates) {
    const apps = await withMerchant(db, merchantId, listApps);
    const signer = apps.find(app =>
      openSecrets(sealer, merchantId, app, now).some(secret => isSigned(rawBody, signature, secret)),
    );
    if (signer) signers.set(merchantId, signer);
    else if (owners.areNamed) silent.push({ merchantId, apps });
  }
  const [first] = signers.keys();
  if (!first) {
    for (const { merchantId, apps } of silent) await hearRefused({ db, live, now }, merchantId, apps);
    return false;
  }

  const byMerchant = Map.groupBy(parseWebhook(body, now), part => owners.of(part) ?? first);
  for (const [merchantId, app] of signers) {
    await keep({ db, now }, merchantId, byMerchant.get(merchantId) ?? []);
    await hearApp({ db, live, now }, merchantId, app);
  }
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
async function ownersOf({ db }: Pick<Context, 'db'>, body: unknown, length: number) {
  const { phoneNumberIds, wabaIds } = identifiers(body);
  const numbers = await findRoutes(db, 'phone_number', phoneNumberIds.slice(0, MOST_NAMES));
  const accounts = await findRoutes(db, 'waba', wabaIds.slice(0, MOST_NAMES));
  const named = [...numbers, ...accounts].map(route => route.merchantId);
  const isTriable = named.length === 0 && length <= LONGEST_NAMELESS;
  const candidates = isTriable ? (await listAppRoutes(db, APPS_TRIED)).map(route => route.merchantId) : named;
  const merchantOf = new Map(
    [...accounts, ...numbers].map(route => [`${route.kind}:${route.externalId}`, route.merchantId]),
  );
  return {
    candidates: [...new Set(candidates)].slice(0, APPS_TRIED),
    areNamed: named.length > 0,
    of: ({ phoneNumberId, wabaId }: WebhookPart) =>
      merchantOf.get(`phone_number:${phoneNumberId}`) ?? merchantOf.get(`waba:${wabaId}`),
  };
}

async function keep({ db, now }: Pick<Context, 'db' | 'now'>, merchantId: string, parts: WebhookPart[]): Promise<void> {
  const ids = orderedIds(parts.length);
  const rows = parts.map(({ dedupeKey, raw }, n) => ({ id: ids[n]!, dedupeKey, body: JSON.stringify(raw) }));
  await withMerchant(db, merchantId, async tx => {
    for (const some of chunks(rows)) {
      const fresh = new Set(await storeWebhookParts(tx, 'whatsapp', some, now));
      const refs = some.map(({ id }) => id).filter(id => fresh.has(id));
      const jobIds = orderedIds(refs.length);
      await enqueue(tx, ...refs.map((ref, n) => ({ id: jobIds[n]!, kind: 'webhook' as const, ref, dueAt: now })));
    }
  });
}

const chunks = <T>(list: T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / ROWS_AT_ONCE) }, (_, n) =>
    list.slice(n * ROWS_AT_ONCE, (n + 1) * ROWS_AT_ONCE),
  );

/** Jobs are taken in the order of their ids, and ids of one millisecond have none by themselves. */
const orderedIds = (count: number) => Array.from({ length: count }, () => randomUUIDv7()).sort();

/** Is this the verify token of an app that we know? (Meta, Webhooks, "Verification requests".) Then Meta has found the way here. */
export async function shakeHands(context: Context, verifyToken: string): Promise<boolean> {
  const hash = verifyTokenRoute(verifyToken);
  const [route] = await findRoutes(context.db, 'verify_token', [hash]);
  if (!route) return false;
  await hearHandshake(context, route, hash);
  return true;
}
