import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { CustomerListQuery, FunnelQuery, TimelineQuery } from '../../../contract/journey.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { eraseCustomer } from '../../services/erase-customer.ts';
import { exportCustomer } from '../../services/privacy-requests.ts';
import { readCustomer, readCustomers, readCustomerTimeline, readFunnel } from '../../services/read-journey.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { param, query } from '../validate.ts';

const CustomerParam = z.object({ id: Id });

/** Customers, their journeys, and how far they come. */
export const customerRoutes = (deps: Deps) => {
  const { db, clock } = deps;
  return new Hono<AgentEnv>()
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
    })
    .get('/:id/export', requireOwner, param(CustomerParam), async c =>
      c.json(await exportCustomer(db, c.var.merchantId, c.req.valid('param').id, clock.now())),
    )
    .delete('/:id', requireOwner, param(CustomerParam), async c =>
      c.json({ erased: await eraseCustomer(contextOf(deps), c.var.merchantId, c.req.valid('param').id) }),
    );
};
