import { Hono } from 'hono';
import { type WidgetConfig, WidgetQuery } from '../../../contract/storefront.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { hasNumber } from '../../db/whatsapp-numbers.ts';
import { merchantOfPublicKey } from '../../security/public-key.ts';
import type { Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { clientAddress, networkOf } from '../middleware/client-address.ts';
import { rateLimit } from '../middleware/rate-limit.ts';
import { merchantOf, unknownKey } from '../middleware/storefront-cors.ts';
import { query } from '../validate.ts';

/** What the panel shows before anybody has written: public, the same for everybody. */
export const widgetRoutes = (deps: Deps) =>
  new Hono<Env>().get('/', perNetwork(deps), query(WidgetQuery), async c => {
    c.header('access-control-allow-origin', '*');
    const merchantId = merchantOfPublicKey(c.req.valid('query').key);
    const merchant = merchantId && (await merchantOf(deps, merchantId));
    if (!merchant) return unknownKey(c);
    const whatsapp = await withMerchant(deps.db, merchant.id, hasNumber);
    c.header('cache-control', 'public, max-age=60');
    const { name, greeting, color } = merchant;
    return c.json({ merchant: { name }, greeting, color, whatsapp } satisfies WidgetConfig);
  });

/** Many shoppers may share an address, and each asks once a minute. */
const perNetwork = ({ clock, trustedProxies }: Deps) =>
  rateLimit({ clock, key: c => networkOf(clientAddress(c, trustedProxies)), perMinute: 600, burst: 300 });
