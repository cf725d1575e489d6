import { Hono } from 'hono';
import { z } from 'zod';
import { RunQuery } from '../../../contract/automation.ts';
import { AgentConsentInput } from '../../../contract/consent.ts';
import { Id } from '../../../contract/id.ts';
import { CustomerListQuery, FunnelQuery, TimelineQuery } from '../../../contract/journey.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { readConsents, recordByAgent } from '../../services/customer-consents.ts';
import { eraseCustomer } from '../../services/erase-customer.ts';
import { exportCustomer } from '../../services/privacy-requests.ts';
import { readRunsOfCustomer } from '../../services/read-automation-runs.ts';
import { readCustomer, readCustomers, readCustomerTimeline, readFunnel } from '../../services/read-journey.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { body, param, query } from '../validate.ts';

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
    .get('/:id/automation-runs', param(CustomerParam), query(RunQuery.omit({ customer: true })), async c =>
      c.json(await readRunsOfCustomer(db, c.var.merchantId, c.req.valid('param').id, c.req.valid('query'))),
    )
    .get('/:id/consents', param(CustomerParam), async c =>
      c.json(await readConsents(db, c.var.merchantId, c.req.valid('param').id)),
    )
    .post('/:id/consents', param(CustomerParam), body(AgentConsentInput), async c => {
      const { merchantId, agent } = c.var;
      const { id } = c.req.valid('param');
      const input = c.req.valid('json');
      return c.json(await recordByAgent(contextOf(deps), deps.receiptKey, merchantId, agent, id, input), 201);
    })
    .get('/:id/export', requireOwner, param(CustomerParam), async c =>
      c.json(await exportCustomer(db, c.var.merchantId, c.req.valid('param').id, clock.now())),
    )
    .delete('/:id', requireOwner, param(CustomerParam), async c =>
      c.json({
        erased: await eraseCustomer(contextOf(deps), deps.receiptKey, c.var.merchantId, c.req.valid('param').id),
      }),
    );
};
