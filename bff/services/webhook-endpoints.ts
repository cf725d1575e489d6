import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type {
  Endpoint,
  EndpointInput,
  EndpointTest,
  EndpointWithSecret,
  OutgoingDeliveries,
  OutgoingTest,
} from '../../contract/outgoing-webhook.ts';
import { mayAsk, type Reach } from '../commerce/guarded-request.ts';
import { postWebhook } from '../commerce/post-webhook.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import {
  changeEndpoint,
  type EndpointRow,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
} from '../db/webhook-endpoints.ts';
import { listOutgoing } from '../db/webhook-outbox.ts';
import { DAY } from '../domain/duration.ts';
import type { Sealer } from '../security/seal.ts';
import type { Context } from './context.ts';
import { notFound, Refusal } from './refusal.ts';

/** `reach`: what endpoints may lead to. */
export type EndpointTools = { sealer: Sealer; reach: Reach };

/** So long the secret before this one signs too. */
const BOTH_SIGN = DAY;

const placeOf = (merchantId: string, rowId: string, column: 'secret' | 'previous_secret') => ({
  ...{ merchantId, table: 'webhook_endpoints', column, rowId },
});

const present = ({ id, name, url, previousSecretUntil, createdAt, offSince }: EndpointRow): Endpoint => ({
  ...{ id, name, url, enabled: offSince === null },
  previousSecretUntil: previousSecretUntil?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});

export const readEndpoints = (db: Db, merchantId: string): Promise<Endpoint[]> =>
  withMerchant(db, merchantId, async tx => (await listEndpoints(tx)).map(present));

const freshSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/** @throws Refusal invalid-request for an address that may not be asked */
function assertReachable(url: string, reach: Reach): void {
  if (mayAsk({ url: new URL(url), reach })) return;
  throw new Refusal('invalid-request', 'url: an endpoint has a public address, with https.');
}

/** A new endpoint, with its secret, which is told once. @throws Refusal invalid-request */
export async function createEndpoint(
  { db, now }: Context,
  { sealer, reach }: EndpointTools,
  merchantId: string,
  { name, url }: EndpointInput,
): Promise<EndpointWithSecret> {
  assertReachable(url, reach);
  const [id, secret] = [randomUUIDv7(), freshSecret()];
  const row: EndpointRow = {
    ...{
      id,
      name,
      url,
      createdAt: now,
      removedAt: null,
      offSince: null,
      previousSecret: null,
      previousSecretUntil: null,
    },
    secret: sealer.seal(secret, placeOf(merchantId, id, 'secret')),
  };
  await withMerchant(db, merchantId, tx => insertEndpoint(tx, row));
  return { ...present(row), secret };
}

/** @throws Refusal not-found, invalid-request */
export async function renameEndpoint(
  { db }: Context,
  { reach }: EndpointTools,
  merchantId: string,
  id: string,
  { name, url }: EndpointInput,
): Promise<Endpoint> {
  assertReachable(url, reach);
  return withMerchant(db, merchantId, async tx => {
    if (!(await changeEndpoint(tx, id, { name, url }))) throw notFound('endpoint');
    return present((await findEndpoint(tx, id))!);
  });
}

/** A new secret, which is told once; for a day the one before it signs too. @throws Refusal not-found */
export const renewEndpointSecret = (
  { db, now }: Context,
  { sealer }: EndpointTools,
  merchantId: string,
  id: string,
): Promise<EndpointWithSecret> =>
  withMerchant(db, merchantId, async tx => {
    const known = await findEndpoint(tx, id);
    if (!known || known.removedAt) throw notFound('endpoint');
    const secret = freshSecret();
    const before = sealer.open(known.secret, placeOf(merchantId, id, 'secret'));
    const changes = {
      secret: sealer.seal(secret, placeOf(merchantId, id, 'secret')),
      previousSecret: sealer.seal(before, placeOf(merchantId, id, 'previous_secret')),
      previousSecretUntil: new Date(now.getTime() + BOTH_SIGN),
    };
    await changeEndpoint(tx, id, changes);
    return { ...present({ ...known, ...changes }), secret };
  });

/** Off: it is told nothing, and what was to be told it meanwhile is given up. @throws Refusal not-found */
export const switchEndpoint = (
  { db, now }: Context,
  merchantId: string,
  id: string,
  enabled: boolean,
): Promise<Endpoint> =>
  withMerchant(db, merchantId, async tx => {
    if (!(await changeEndpoint(tx, id, { offSince: enabled ? null : now }))) throw notFound('endpoint');
    return present((await findEndpoint(tx, id))!);
  });

/** Tells an endpoint that this is a test, signed like all else, once and at once; also one that is off. @throws Refusal not-found */
export async function tryEndpoint(
  { db, now }: Context,
  { sealer, reach }: EndpointTools,
  merchantId: string,
  id: string,
): Promise<EndpointTest> {
  const endpoint = await withMerchant(db, merchantId, tx => findEndpoint(tx, id));
  if (!endpoint || endpoint.removedAt) throw notFound('endpoint');
  const secrets = signingSecrets(sealer, merchantId, endpoint, now);
  const said: OutgoingTest = { type: 'test', at: now.toISOString() };
  const message = { id: randomUUIDv7(), url: endpoint.url, secrets, body: JSON.stringify(said), at: now };
  const { kind, words } = await postWebhook(message, reach);
  return { id: message.id, taken: kind === 'taken', words };
}

const DELIVERIES_TOLD = 20;

/** What an endpoint was told last, and what came of it. @throws Refusal not-found */
export const readOutgoing = (db: Db, merchantId: string, id: string): Promise<OutgoingDeliveries> =>
  withMerchant(db, merchantId, async tx => {
    const endpoint = await findEndpoint(tx, id);
    if (!endpoint || endpoint.removedAt) throw notFound('endpoint');
    return {
      deliveries: (await listOutgoing(tx, id, DELIVERIES_TOLD)).map(
        ({ runId: run, createdAt, endedAt, nextAt, ...row }) => ({
          ...{ ...row, run, createdAt: createdAt.toISOString() },
          endedAt: endedAt?.toISOString() ?? null,
          nextAt: nextAt?.toISOString() ?? null,
        }),
      ),
    };
  });

/** It is told nothing more; what was on its way is given up. @throws Refusal not-found */
export async function removeEndpoint({ db, now }: Context, merchantId: string, id: string): Promise<void> {
  const isGone = await withMerchant(db, merchantId, tx => changeEndpoint(tx, id, { removedAt: now }));
  if (!isGone) throw notFound('endpoint');
}

/** The secrets that sign at `now`, the newest first. @throws SealError */
export function signingSecrets(sealer: Sealer, merchantId: string, endpoint: EndpointRow, now: Date): string[] {
  const { id, secret, previousSecret, previousSecretUntil } = endpoint;
  const newest = sealer.open(secret, placeOf(merchantId, id, 'secret'));
  if (!previousSecret || !previousSecretUntil || previousSecretUntil <= now) return [newest];
  return [newest, sealer.open(previousSecret, placeOf(merchantId, id, 'previous_secret'))];
}
