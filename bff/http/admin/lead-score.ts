import { Hono } from 'hono';
import { ScoreTable } from '../../../contract/lead-score.ts';
import { previewScoreTable } from '../../services/preview-score-table.ts';
import { changeScoreTable, readScoreSettings } from '../../services/score-table.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { body } from '../validate.ts';

/** How leads are scored: read, tried out, changed. */
export const leadScoreRoutes = (deps: Deps) =>
  new Hono<AgentEnv>()
    .get('/', async c => c.json(await readScoreSettings(deps.db, c.var.merchantId)))
    .put('/', requireOwner, body(ScoreTable), async c =>
      c.json(await changeScoreTable(contextOf(deps), c.var.merchantId, c.var.agent.id, c.req.valid('json'))),
    )
    .post('/preview', body(ScoreTable), async c =>
      c.json(await previewScoreTable(deps.db, c.var.merchantId, c.req.valid('json'), deps.clock.now())),
    );
