import { Hono } from 'hono';
import { type WidgetConfig, WidgetQuery } from '../../../contract/storefront.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { listNumbers } from '../../db/whatsapp-numbers.ts';
import { merchantOfPublicKey } from '../../security/public-key.ts';
import type { Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { merchantOf, unknownKey } from '../middleware/storefront-cors.ts';
import { query } from '../validate.ts';

/** What the panel shows before anybody has written: public, the same for everybody. */
export const widgetRoutes = (deps: Deps) =>
  new Hono<Env>().get('/', query(WidgetQuery), async c => {
    c.header('access-control-allow-origin', '*');
    const merchantId = merchantOfPublicKey(c.req.valid('query').key);
    const merchant = merchantId && (await merchantOf(deps, merchantId));
    if (!merchant) return unknownKey(c);
    const numbers = await withMerchant(deps.db, merchant.id, listNumbers);
    c.header('cache-control', 'public, max-age=60');
    const { name, greeting, color } = merchant;
    return c.json({ merchant: { name }, greeting, color, whatsapp: numbers.length > 0 } satisfies WidgetConfig);
  });
