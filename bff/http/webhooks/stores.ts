import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { receiveStoreWebhook } from '../../services/receive-store-webhook.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { problem } from '../problem.ts';

const MAX_BODY = 4 * 1024 * 1024;
const NOT_SIGNED = { detail: 'The signature is not that of a connected shop.' };

/** What Shopify tells. Its headers come with and without `X-`. */
export const shopifyWebhook = (deps: Deps) =>
  new Hono<Env>().post('/', bodyLimit({ maxSize: MAX_BODY }), async c => {
    const header = (name: string) => c.req.header(`x-shopify-${name}`) ?? c.req.header(`shopify-${name}`) ?? '';
    const rawBody = Buffer.from(await c.req.arrayBuffer());
    const kept = await receiveStoreWebhook(contextOf(deps), deps.sealer, {
      kind: 'shopify',
      externalId: header('shop-domain').toLowerCase(),
      topic: header('topic'),
      signature: header('hmac-sha256'),
      rawBody,
      dedupeKey: header('webhook-id').slice(0, 200) || digest(header('topic'), rawBody),
    });
    return kept ? c.body(null, 200) : problem(c, 'unauthenticated', NOT_SIGNED);
  });

/** What WooCommerce tells. Its first word is an unsigned ping, `webhook_id=…`, which wants a 200 and says nothing. */
export const wooCommerceWebhook = (deps: Deps) =>
  new Hono<Env>().post('/', bodyLimit({ maxSize: MAX_BODY }), async c => {
    const header = (name: string) => c.req.header(`x-wc-webhook-${name}`) ?? '';
    const rawBody = Buffer.from(await c.req.arrayBuffer());
    if (isPing(c, rawBody)) return c.body(null, 200);
    const topic = header('topic');
    const kept = await receiveStoreWebhook(contextOf(deps), deps.sealer, {
      kind: 'woocommerce',
      externalId: header('source').replace(/\/+$/, ''),
      topic,
      signature: header('signature'),
      rawBody,
      // The delivery's own id is made of the second: two facts may have one, and one fact two.
      dedupeKey: digest(topic, rawBody),
    });
    return kept ? c.body(null, 200) : problem(c, 'unauthenticated', NOT_SIGNED);
  });

const isPing = (c: Context, body: Buffer) =>
  !c.req.header('x-wc-webhook-signature') && body.length < 64 && /^webhook_id=\d+$/.test(body.toString('latin1'));

const digest = (topic: string, body: Buffer) =>
  createHash('sha256').update(`${topic}\n`).update(body).digest('base64url');
