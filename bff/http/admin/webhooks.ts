import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { EndpointInput, EndpointSwitch } from '../../../contract/outgoing-webhook.ts';
import {
  createEndpoint,
  readEndpoints,
  readOutgoing,
  removeEndpoint,
  renameEndpoint,
  renewEndpointSecret,
  switchEndpoint,
  tryEndpoint,
} from '../../services/webhook-endpoints.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { body, param } from '../validate.ts';

const EndpointParam = z.object({ id: Id });

/** Where rules may tell other systems something: every agent reads, owners change. Secrets are told once. */
export const webhookRoutes = (deps: Deps) => {
  const tools = { sealer: deps.sealer, reach: deps.webhookReach };
  return new Hono<AgentEnv>()
    .get('/', async c => c.json({ endpoints: await readEndpoints(deps.db, c.var.merchantId) }))
    .post('/', requireOwner, body(EndpointInput), async c =>
      c.json(await createEndpoint(contextOf(deps), tools, c.var.merchantId, c.req.valid('json')), 201),
    )
    .put('/:id', requireOwner, param(EndpointParam), body(EndpointInput), async c => {
      const { id } = c.req.valid('param');
      return c.json(await renameEndpoint(contextOf(deps), tools, c.var.merchantId, id, c.req.valid('json')));
    })
    .patch('/:id', requireOwner, param(EndpointParam), body(EndpointSwitch), async c => {
      const { id } = c.req.valid('param');
      return c.json(await switchEndpoint(contextOf(deps), c.var.merchantId, id, c.req.valid('json').enabled));
    })
    .get('/:id/deliveries', param(EndpointParam), async c =>
      c.json(await readOutgoing(deps.db, c.var.merchantId, c.req.valid('param').id)),
    )
    .post('/:id/test', requireOwner, param(EndpointParam), async c =>
      c.json(await tryEndpoint(contextOf(deps), tools, c.var.merchantId, c.req.valid('param').id)),
    )
    .post('/:id/secret', requireOwner, param(EndpointParam), async c =>
      c.json(await renewEndpointSecret(contextOf(deps), tools, c.var.merchantId, c.req.valid('param').id)),
    )
    .delete('/:id', requireOwner, param(EndpointParam), async c => {
      await removeEndpoint(contextOf(deps), c.var.merchantId, c.req.valid('param').id);
      return c.body(null, 204);
    });
};
