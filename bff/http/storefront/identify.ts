import { Hono } from 'hono';
import { IdentifyInput } from '../../../contract/journey-event.ts';
import { parseVisitorToken } from '../../security/token.ts';
import { identifyShopper } from '../../services/identify-shopper.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { clientAddress, networkOf } from '../middleware/client-address.ts';
import { rateLimit } from '../middleware/rate-limit.ts';
import { allowOrigin, isAllowedOrigin, merchantOf, unknownKey } from '../middleware/storefront-cors.ts';
import { ORIGIN_NOT_LISTED } from '../middleware/visitor.ts';
import { problem } from '../problem.ts';
import { body } from '../validate.ts';

/** Who the shopper is, in the words of the merchant's own server. */
export const identifyRoutes = (deps: Deps) =>
  new Hono<Env>().post(
    '/',
    rateLimit({
      clock: deps.clock,
      key: c => networkOf(clientAddress(c, deps.trustedProxies)),
      perMinute: 60,
      burst: 60,
    }),
    body(IdentifyInput),
    async c => {
      const { visitor, identity } = c.req.valid('json');
      const token = parseVisitorToken(visitor);
      if (!token || !(await merchantOf(deps, token.merchantId))) return unknownKey(c);
      if (!(await isAllowedOrigin(deps, c, token.merchantId))) return problem(c, 'forbidden', ORIGIN_NOT_LISTED);
      allowOrigin(c);
      const claim = { merchantId: token.merchantId, tokenHash: token.hash.toString('hex'), identity };
      return c.json(await identifyShopper(contextOf(deps), deps.sealer, claim));
    },
  );
