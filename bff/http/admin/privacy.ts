import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { exportForRequest, readPrivacyRequests } from '../../services/privacy-requests.ts';
import type { Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { param } from '../validate.ts';

/** What shops ask for on behalf of persons, and what was done. */
export const privacyRoutes = ({ db, clock }: Deps) =>
  new Hono<AgentEnv>()
    .use(requireOwner)
    .get('/', async c => c.json({ requests: await readPrivacyRequests(db, c.var.merchantId) }))
    .get('/:id/export', param(z.object({ id: Id })), async c =>
      c.json(await exportForRequest(db, c.var.merchantId, c.req.valid('param').id, clock.now())),
    );
