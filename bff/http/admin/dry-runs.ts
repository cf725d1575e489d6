import { Hono } from 'hono';
import { z } from 'zod';
import { DryRunInput, DryRunQuery, DryRunSampleQuery, MessagePricesInput } from '../../../contract/dry-run.ts';
import { Id } from '../../../contract/id.ts';
import {
  changeMessagePrices,
  readDryRun,
  readDryRunSamples,
  readDryRuns,
  readMessagePrices,
} from '../../services/read-dry-runs.ts';
import { cancelDryRun, startDryRun } from '../../services/start-dry-run.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { body, param, query } from '../validate.ts';

const ById = z.object({ id: Id });

/** What rules would have done in the last 30 days: every agent reads, owners have it replayed. */
export const dryRunRoutes = (deps: Deps) =>
  new Hono<AgentEnv>()
    .get('/', query(DryRunQuery), async c => c.json(await readDryRuns(deps.db, c.var.merchantId, c.req.valid('query'))))
    .post('/', requireOwner, body(DryRunInput), async c =>
      c.json(await startDryRun(contextOf(deps), c.var.merchantId, c.var.agent.id, c.req.valid('json')), 202),
    )
    .get('/:id', param(ById), async c => c.json(await readDryRun(deps.db, c.var.merchantId, c.req.valid('param').id)))
    .get('/:id/samples', param(ById), query(DryRunSampleQuery), async c => {
      const { id } = c.req.valid('param');
      return c.json(await readDryRunSamples(deps.db, c.var.merchantId, id, c.req.valid('query')));
    })
    .post('/:id/cancel', requireOwner, param(ById), async c =>
      c.json(await cancelDryRun(contextOf(deps), c.var.merchantId, c.req.valid('param').id)),
    );

/** What Meta charges the merchant, as the merchant has entered it. */
export const messagePriceRoutes = (deps: Deps) =>
  new Hono<AgentEnv>()
    .get('/', async c => c.json(await readMessagePrices(deps.db, c.var.merchantId)))
    .put('/', requireOwner, body(MessagePricesInput), async c =>
      c.json(await changeMessagePrices(contextOf(deps), c.var.merchantId, c.req.valid('json'))),
    );
