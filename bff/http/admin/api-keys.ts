import { Hono } from 'hono';
import { z } from 'zod';
import { ApiKeyInput } from '../../../contract/commerce.ts';
import { Id } from '../../../contract/id.ts';
import { endApiKey, makeApiKey, readApiKeys } from '../../services/api-keys.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { body, param } from '../validate.ts';

/** The keys of the merchant's own systems. */
export const apiKeyRoutes = (deps: Deps) =>
  new Hono<AgentEnv>()
    .use(requireOwner)
    .get('/', async c => c.json({ apiKeys: await readApiKeys(deps.db, c.var.merchantId) }))
    .post('/', body(ApiKeyInput), async c =>
      c.json(await makeApiKey(contextOf(deps), c.var.merchantId, c.req.valid('json')), 201),
    )
    .delete('/:id', param(z.object({ id: Id })), async c => {
      await endApiKey(contextOf(deps), c.var.merchantId, c.req.valid('param').id);
      return c.body(null, 204);
    });
