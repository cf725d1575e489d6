import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { endIdentityKey, makeIdentityKey, readIdentityKeys } from '../../services/identity-keys.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { param } from '../validate.ts';

/** The keys with which the merchant's server signs who a shopper is. */
export const identityKeyRoutes = (deps: Deps) =>
  new Hono<AgentEnv>()
    .use(requireOwner)
    .get('/', async c => c.json({ identityKeys: await readIdentityKeys(deps.db, c.var.merchantId) }))
    .post('/', async c => c.json(await makeIdentityKey(contextOf(deps), deps.sealer, c.var.merchantId), 201))
    .delete('/:id', param(z.object({ id: Id })), async c => {
      await endIdentityKey(contextOf(deps), c.var.merchantId, c.req.valid('param').id);
      return c.body(null, 204);
    });
