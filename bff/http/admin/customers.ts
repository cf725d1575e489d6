import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { CustomerListQuery, FunnelQuery, TimelineQuery } from '../../../contract/journey.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { readCustomer, readCustomers, readCustomerTimeline, readFunnel } from '../../services/read-journey.ts';
import type { Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { param, query } from '../validate.ts';

const CustomerParam = z.object({ id: Id });

/** Customers, their journeys, and how far they come. */
export const customerRoutes = ({ db, clock }: Deps) =>
  new Hono<AgentEnv>()
    .get('/', query(CustomerListQuery), async c =>
      c.json(await readCustomers(db, c.var.merchantId, c.req.valid('query'))),
    )
    .get('/funnel', query(FunnelQuery), async c =>
      c.json(await readFunnel(db, c.var.merchantId, c.req.valid('query').days, clock.now())),
    )
    .get('/:id', param(CustomerParam), async c => {
      const { id } = c.req.valid('param');
      return c.json(await withMerchant(db, c.var.merchantId, tx => readCustomer(tx, id, clock.now())));
    })
    .get('/:id/timeline', param(CustomerParam), query(TimelineQuery), async c => {
      const { id } = c.req.valid('param');
      return c.json(await readCustomerTimeline(db, c.var.merchantId, id, c.req.valid('query'), clock.now()));
    });
