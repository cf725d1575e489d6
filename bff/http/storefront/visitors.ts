import { Hono } from 'hono';
import { VisitorInput } from '../../../contract/storefront.ts';
import { merchantOfPublicKey } from '../../security/public-key.ts';
import { startVisitor } from '../../services/start-visitor.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { linkedPage } from '../media-links.ts';
import { clientAddress, networkOf } from '../middleware/client-address.ts';
import { rateLimit } from '../middleware/rate-limit.ts';
import { allowOrigin, isAllowedOrigin, merchantOf, unknownKey } from '../middleware/storefront-cors.ts';
import { ORIGIN_NOT_LISTED } from '../middleware/visitor.ts';
import { problem } from '../problem.ts';
import { body } from '../validate.ts';

/** A shopper's first act. */
export const visitorRoutes = (deps: Deps) =>
  new Hono<Env>().post(
    '/',
    rateLimit({
      clock: deps.clock,
      key: c => networkOf(clientAddress(c, deps.trustedProxies)),
      perMinute: 60,
      burst: 60,
    }),
    body(VisitorInput),
    async c => {
      const merchantId = merchantOfPublicKey(c.req.valid('json').key);
      const merchant = merchantId && (await merchantOf(deps, merchantId));
      if (!merchant) return unknownKey(c);
      if (!(await isAllowedOrigin(deps, c, merchant.id))) return problem(c, 'forbidden', ORIGIN_NOT_LISTED);
      allowOrigin(c);
      const started = await startVisitor(contextOf(deps), merchant.id, c.req.valid('json').visitor);
      return c.json({ ...started, snapshot: linkedPage(deps, merchant.id, started.snapshot) }, 201);
    },
  );
