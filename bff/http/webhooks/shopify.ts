import { Hono } from 'hono';
import { receiveStoreWebhook } from '../../services/receive-store-webhook.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { limitBody } from '../middleware/body-limit.ts';
import { problem } from '../problem.ts';

const MAX_BODY = 4 * 1024 * 1024;

/** Where Shopify tells us what happened. Its headers come with `X-` and, in newer deliveries, without. */
export const shopifyWebhook = (deps: Deps) =>
  new Hono<Env>().post('/', limitBody(MAX_BODY), async c => {
    const header = (name: string) => c.req.header(`x-shopify-${name}`) ?? c.req.header(`shopify-${name}`) ?? '';
    const rawBody = Buffer.from(await c.req.arrayBuffer());
    const kept = await receiveStoreWebhook(contextOf(deps), deps.sealer, {
      kind: 'shopify',
      shop: header('shop-domain'),
      topic: header('topic').slice(0, 100),
      triggeredAt: header('triggered-at').slice(0, 40),
      signature: header('hmac-sha256'),
      rawBody,
      deliveryId: header('webhook-id').slice(0, 200),
    });
    return kept ? c.body(null, 200) : problem(c, 'unauthenticated', { detail: 'The signature is not right.' });
  });
