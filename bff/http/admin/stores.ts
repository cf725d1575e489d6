import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { StoreChange, StoreInput } from '../../../contract/store.ts';
import { changeStore, connectStore, disconnectStore, readStores } from '../../services/connect-store.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { body, param } from '../validate.ts';

const StoreParam = z.object({ id: Id });

/** Shops that tell us of their orders. Secrets come in and never go out. */
export const storeRoutes = (deps: Deps) => {
  const tools = { sealer: deps.sealer, access: deps.shopAccess };
  return new Hono<AgentEnv>()
    .use(requireOwner)
    .get('/', async c => c.json({ stores: await readStores(deps.db, c.var.merchantId) }))
    .post('/', body(StoreInput), async c =>
      c.json(await connectStore(contextOf(deps), tools, c.var.merchantId, c.req.valid('json')), 201),
    )
    .patch('/:id', param(StoreParam), body(StoreChange), async c => {
      const { id } = c.req.valid('param');
      return c.json(await changeStore(contextOf(deps), tools, c.var.merchantId, id, c.req.valid('json')));
    })
    .delete('/:id', param(StoreParam), async c => {
      await disconnectStore(contextOf(deps), c.var.merchantId, c.req.valid('param').id);
      return c.body(null, 204);
    });
};
