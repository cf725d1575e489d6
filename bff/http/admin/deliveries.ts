import { Hono } from 'hono';
import { z } from 'zod';
import { DeliveryListQuery } from '../../../contract/delivery.ts';
import { Id } from '../../../contract/id.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { giveUpDelivery, sendAgain } from '../../services/decide-delivery.ts';
import { readDeliveries, readSending } from '../../services/read-deliveries.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { param, query } from '../validate.ts';

const DeliveryParam = z.object({ id: Id });

/** What is on its way by WhatsApp, what did not go and why, and what people decide about it. */
export const deliveryRoutes = (deps: Deps) =>
  new Hono<AgentEnv>()
    .get('/', query(DeliveryListQuery), async c =>
      c.json(await withMerchant(deps.db, c.var.merchantId, tx => readDeliveries(tx, c.req.valid('query')))),
    )
    .get('/state', async c =>
      c.json(await withMerchant(deps.db, c.var.merchantId, tx => readSending(tx, deps.clock.now()))),
    )
    .post('/:id/send-again', param(DeliveryParam), async c => {
      await sendAgain(contextOf(deps), c.var.merchantId, c.req.valid('param').id, c.var.agent);
      return c.body(null, 204);
    })
    .post('/:id/give-up', param(DeliveryParam), async c => {
      await giveUpDelivery(contextOf(deps), c.var.merchantId, c.req.valid('param').id, c.var.agent);
      return c.body(null, 204);
    });
