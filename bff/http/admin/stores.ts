import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { StoreInput } from '../../../contract/store.ts';
import { connectStore, disconnectStore, readStores } from '../../services/connect-store.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { body, param } from '../validate.ts';

/** Shops that tell us of their orders by webhooks. */
export const storeRoutes = (deps: Deps) =>
  new Hono<AgentEnv>()
    .use(requireOwner)
    .get('/', async c => c.json({ stores: await readStores(deps.db, c.var.merchantId) }))
    .post('/', body(StoreInput), async c =>
      c.json(await connectStore(contextOf(deps), deps.sealer, c.var.merchantId, c.req.valid('json')), 201),
    )
    .delete('/:id', param(z.object({ id: Id })), async c => {
      await disconnectStore(contextOf(deps), c.var.merchantId, c.req.valid('param').id);
      return c.body(null, 204);
    });
