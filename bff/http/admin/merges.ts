import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { undoMerge } from '../../services/undo-merge.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { param } from '../validate.ts';

/** Customers who became one, and the way back. */
export const mergeRoutes = (deps: Deps) =>
  new Hono<AgentEnv>().post('/:id/undo', param(z.object({ id: Id })), async c => {
    const { merchantId, agent } = c.var;
    return c.json(await undoMerge(contextOf(deps), merchantId, c.req.valid('param').id, agent.id));
  });
