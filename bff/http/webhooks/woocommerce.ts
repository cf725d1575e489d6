import { type Context, Hono } from 'hono';
import { receiveStoreWebhook } from '../../services/receive-store-webhook.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { limitBody } from '../middleware/body-limit.ts';
import { problem } from '../problem.ts';

const MAX_BODY = 4 * 1024 * 1024;

/** Where WooCommerce tells us what happened. Its first word is an unsigned ping, `webhook_id=…`, which wants a 200 and says nothing. */
export const wooCommerceWebhook = (deps: Deps) =>
  new Hono<Env>().post('/', limitBody(MAX_BODY), async c => {
    const header = (name: string) => c.req.header(`x-wc-webhook-${name}`) ?? '';
    const rawBody = Buffer.from(await c.req.arrayBuffer());
    if (isPing(c, rawBody)) return c.body(null, 200);
    const kept = await receiveStoreWebhook(contextOf(deps), deps.sealer, {
      kind: 'woocommerce',
      shop: header('source'),
      topic: header('topic').slice(0, 100),
      signature: header('signature'),
      rawBody,
      deliveryId: header('delivery-id').slice(0, 200),
    });
    return kept ? c.body(null, 200) : problem(c, 'unauthenticated', { detail: 'The signature is not right.' });
  });

const isPing = (c: Context, body: Buffer) =>
  !c.req.header('x-wc-webhook-signature') && body.length < 64 && /^webhook_id=\d+$/.test(body.toString('latin1'));
