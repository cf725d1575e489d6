import { randomUUIDv7 } from 'node:crypto';
import type { JobKind } from '../db/jobs.ts';
import { keepWebhookParts } from '../db/keep-webhook-parts.ts';
import type { Db } from '../db/merchant-tx.ts';
import type { Place } from '../db/one-statement.ts';
import { listSigningApps, type SigningApp } from '../db/whatsapp-apps.ts';
import { findRoutes } from '../db/whatsapp-numbers.ts';
import type { Sealer } from '../security/seal.ts';
import { hasSignatureForm, isSigned } from '../whatsapp/signature.ts';
import { parseWebhook, type WebhookPart } from '../whatsapp/webhook-events.ts';
import { batched } from './batched.ts';
import { verifyTokenRoute } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { hearApp, hearHandshake, hearRefused, openSecrets } from './hear-app.ts';
import { lineOf } from './webhook-line.ts';
import { type Name, nameOf, ownerFinder } from './webhook-owners.ts';
import { retryConflict } from './write-conflict.ts';

/** Who names no more than so many is looked up together with others. */
const NAMES_TOGETHER = 10;
/** Parts of one statement. */
const PARTS_AT_ONCE = 2000;

/** `isOwn`: is this part the merchant's, if the merchant's app signed it? */
type Received = {
  context: Context;
  rawBody: Buffer;
  signature: string;
  body: unknown;
  isOwn: (part: WebhookPart) => boolean;
};
/** `signer`: the app that signed it; null when none of these apps did. `jobs`: the kinds of job that what was kept may have made. */
type Kept = { apps: SigningApp[]; signer: SigningApp | null; jobs: JobKind[] };

/**
 * Takes in WhatsApp's webhooks: verify the raw bytes, keep what they say, and be done; the work comes later. Every part goes to the
 * merchant whose own app secret signed the body and whose number or account it names; names of others in it go nowhere. What comes
 * for one merchant at the same time is looked up and kept together, so that a flood is one commit after the other.
 * @returns of the function: false when no app that we know signed these bytes; then nothing was kept
 */
export function webhookReceiver(sealer: Sealer) {
  const keep = batched(async (merchantId, received: Received[]) => {
    const kept = await keepTogether(sealer, merchantId, received);
    return (one: Received) => kept.get(one)!;
  });

  const look = batched(async (_, asked: { db: Db; names: Name[] }[]) => {
    const routes = await findRoutes(
      asked[0]!.db,
      asked.flatMap(({ names }) => names),
    );
    const byName = new Map(routes.map(route => [nameOf(route), route]));
    return ({ names }) => names.flatMap(name => byName.get(nameOf(name)) ?? []);
  });

  // Nobody is known yet: who names many must not stand in the way of others.
  const findOwners = ownerFinder((db, names) =>
    names.length > NAMES_TOGETHER ? findRoutes(db, names) : look('', { db, names }),
  );

  return async (context: Context, rawBody: Buffer, signature: string | undefined): Promise<boolean> => {
    if (!signature || !hasSignatureForm(signature)) return false;
    const body = parse(rawBody);
    const owners = await findOwners(context.db, body, rawBody.length);
    const signers = new Map<string, SigningApp>();
    const silent: { merchantId: string; apps: SigningApp[] }[] = [];
    const made = new Set<JobKind>();
    const attempt = async (merchantId: string, isOwn: (part: WebhookPart) => boolean) => {
      const kept = await keep(merchantId, { context, rawBody, signature, body, isOwn });
      const { apps, signer, jobs } = await kept();
      for (const kind of jobs) made.add(kind);
      if (signer) signers.set(merchantId, signer);
      return apps;
    };
    for (const merchantId of owners.named) {
      // What names nobody whom we know is the first signer's.
      const isFirst = signers.size === 0;
      const apps = await attempt(merchantId, part => {
        const whose = owners.of(part);
        return whose.includes(merchantId) || (isFirst && whose.length === 0);
      });
      if (!signers.has(merchantId) && owners.addressed.has(merchantId)) silent.push({ merchantId, apps });
    }
    if (signers.size === 0) {
      for (const merchantId of await owners.others()) {
        await attempt(merchantId, () => true);
        if (signers.size > 0) break;
      }
    }
    if (signers.size === 0) {
      for (const { merchantId, apps } of silent) await hearRefused(context, merchantId, apps);
      return false;
    }
    for (const jobs of made) context.live.publish({ kind: 'work', jobs });
    for (const [merchantId, app] of signers) await hearApp(context, merchantId, app);
    return true;
  };
}

/** In one commit; should the database refuse them together, each alone, so that one cannot spoil the others. */
async function keepTogether(
  sealer: Sealer,
  merchantId: string,
  received: readonly Received[],
): Promise<Map<Received, () => Promise<Kept>>> {
  const place = { db: received[0]!.context.db, merchantId };
  const apps = await listSigningApps(place);
  const tryKeep = (some: readonly Received[]) => verifyAndKeep(place, sealer, apps, some);
  try {
    const kept = await tryKeep(received);
    return new Map(received.map(one => [one, () => Promise.resolve(kept.get(one)!)]));
  } catch (error) {
    if (received.length === 1) throw error;
    return new Map(received.map(one => [one, () => tryKeep([one]).then(kept => kept.get(one)!)]));
  }
}

async function verifyAndKeep(
  place: { db: Db; merchantId: string },
  sealer: Sealer,
  apps: SigningApp[],
  received: readonly Received[],
): Promise<Map<Received, Kept>> {
  const kept = new Map<Received, Kept>();
  const parts: WebhookPart[] = [];
  for (const one of received) {
    const { rawBody, signature, body, isOwn, context } = one;
    const signer = apps.find(app =>
      openSecrets(sealer, place.merchantId, app, context.now).some(secret => isSigned(rawBody, signature, secret)),
    );
    const own = signer ? parseWebhook(body, context.now).filter(isOwn) : [];
    kept.set(one, { apps, signer: signer ?? null, jobs: jobsOf(own) });
    parts.push(...own);
  }
  await keepAll(place, parts, received.at(-1)!.context.now);
  return kept;
}

const jobsOf = (parts: readonly WebhookPart[]): JobKind[] => [
  ...new Set(parts.map(({ event }) => (event.kind === 'status' ? 'status' : 'webhook'))),
];

async function keepAll(place: Place, told: readonly WebhookPart[], now: Date): Promise<void> {
  const parts = firstOfEach(told);
  const [ids, jobIds] = [orderedIds(parts.length), orderedIds(parts.length)];
  const rows = parts.map((part, n) => ({
    ...{ id: ids[n]!, jobId: jobIds[n]!, line: lineOf(place.merchantId, part) },
    ...{ dedupeKey: part.dedupeKey, body: JSON.stringify(part.raw) },
  }));
  for (let n = 0; n < rows.length; n += PARTS_AT_ONCE)
    await retryConflict(() => keepWebhookParts(place, rows.slice(n, n + PARTS_AT_ONCE), now));
}

/** What is told twice in one breath is kept as it was told first, and where it was. */
const firstOfEach = (parts: readonly WebhookPart[]): WebhookPart[] =>
  [...Map.groupBy(parts, ({ dedupeKey }) => dedupeKey).values()].map(([first]) => first!);

/** Parts are worked on in the order of their ids, and ids of one millisecond have none by themselves. */
const orderedIds = (count: number) => Array.from({ length: count }, () => randomUUIDv7()).sort();

/** Bytes that are no JSON are kept as the text they are. */
function parse(rawBody: Buffer): unknown {
  const text = rawBody.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Is this the verify token of an app that we know? (Meta, Webhooks, "Verification requests".) Then Meta has found the way here. */
export async function shakeHands(context: Context, verifyToken: string): Promise<boolean> {
  const hash = verifyTokenRoute(verifyToken);
  const [route] = await findRoutes(context.db, [{ kind: 'verify_token', externalId: hash }]);
  if (!route) return false;
  await hearHandshake(context, route, hash);
  return true;
}
