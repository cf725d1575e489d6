import { type Context, Hono } from 'hono';
import { z } from 'zod';
import {
  AutomationSettings,
  RecipeInput,
  type Rule,
  RuleInput,
  RuleSwitch,
  RunQuery,
} from '../../../contract/automation.ts';
import { RuleFunnelQuery } from '../../../contract/automation-funnel.ts';
import { MessagePreviewInput, TestSendInput } from '../../../contract/automation-preview.ts';
import { WhyQuery } from '../../../contract/automation-why.ts';
import { Id } from '../../../contract/id.ts';
import {
  changeAutomation,
  createAutomation,
  installRecipe,
  readAutomation,
  readAutomations,
  readAutomationVersions,
  switchAutomation,
} from '../../services/automation-rules.ts';
import { changeAutomationSettings, readAutomationSettings } from '../../services/automation-settings.ts';
import { explainAutomation } from '../../services/explain-automation.ts';
import { previewAutomationMessage } from '../../services/preview-automation-message.ts';
import { readRunsOfRule } from '../../services/read-automation-runs.ts';
import { readRuleFunnel } from '../../services/read-rule-funnel.ts';
import { tryAutomationMessage } from '../../services/try-automation-message.ts';
import { contextOf, type Deps } from '../deps.ts';
import { ifMatch, tagOf } from '../entity-tag.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { body, param, query } from '../validate.ts';

const RuleParam = z.object({ id: Id });

/** Its tag names what it says: to be switched, and to be run, makes it no other version. */
const versioned = (c: Context, rule: Rule, status: 200 | 201 = 200) =>
  c.json(rule, status, { etag: tagOf(rule.version) });

/** Rules that write to people, and why they did or did not: every agent reads, owners change. */
export const automationRoutes = (deps: Deps) => {
  const { db, clock } = deps;
  return new Hono<AgentEnv>()
    .get('/', async c => c.json(await readAutomations(db, c.var.merchantId, clock.now())))
    .post('/', requireOwner, body(RuleInput), async c => {
      const { definition } = c.req.valid('json');
      return versioned(c, await createAutomation(contextOf(deps), c.var.merchantId, c.var.agent.id, definition), 201);
    })
    .post('/recipes', requireOwner, body(RecipeInput), async c => {
      const { recipe } = c.req.valid('json');
      return versioned(c, await installRecipe(contextOf(deps), c.var.merchantId, c.var.agent.id, recipe), 201);
    })
    .get('/settings', async c => c.json(await readAutomationSettings(db, c.var.merchantId)))
    .put('/settings', requireOwner, body(AutomationSettings), async c =>
      c.json(await changeAutomationSettings(contextOf(deps), c.var.merchantId, c.req.valid('json'))),
    )
    .post('/preview', body(MessagePreviewInput), async c =>
      c.json(await previewAutomationMessage(db, c.var.merchantId, c.req.valid('json'), clock.now())),
    )
    .post('/test-sends', body(TestSendInput), async c =>
      c.json(await tryAutomationMessage(contextOf(deps), c.var.merchantId, c.var.agent, c.req.valid('json')), 201),
    )
    .get('/:id', param(RuleParam), async c =>
      versioned(c, await readAutomation(db, c.var.merchantId, c.req.valid('param').id, clock.now())),
    )
    .put('/:id', requireOwner, param(RuleParam), body(RuleInput), async c => {
      const { id } = c.req.valid('param');
      const change = { ...c.req.valid('json'), from: ifMatch(c) };
      return versioned(c, await changeAutomation(contextOf(deps), c.var.merchantId, c.var.agent.id, id, change));
    })
    .patch('/:id', requireOwner, param(RuleParam), body(RuleSwitch), async c => {
      const { id } = c.req.valid('param');
      return versioned(c, await switchAutomation(contextOf(deps), c.var.merchantId, id, c.req.valid('json').enabled));
    })
    .get('/:id/versions', param(RuleParam), async c =>
      c.json(await readAutomationVersions(db, c.var.merchantId, c.req.valid('param').id)),
    )
    .get('/:id/funnel', param(RuleParam), query(RuleFunnelQuery), async c =>
      c.json(await readRuleFunnel(db, c.var.merchantId, c.req.valid('param').id, c.req.valid('query'), clock.now())),
    )
    .get('/:id/why', param(RuleParam), query(WhyQuery), async c => {
      const { customer } = c.req.valid('query');
      return c.json(await explainAutomation(db, c.var.merchantId, c.req.valid('param').id, customer, clock.now()));
    })
    .get('/:id/runs', param(RuleParam), query(RunQuery), async c =>
      c.json(await readRunsOfRule(db, c.var.merchantId, c.req.valid('param').id, c.req.valid('query'))),
    );
};
