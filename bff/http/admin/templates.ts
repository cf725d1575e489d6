import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { TemplateChange, TemplateInput, TemplatePreviewInput } from '../../../contract/template.ts';
import { createTemplate, deleteTemplate, editTemplate, unpauseTemplate } from '../../services/change-templates.ts';
import { checkTemplateDraft, previewTemplate, readTemplate, readTemplates } from '../../services/read-templates.ts';
import { syncTemplates } from '../../services/sync-templates.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { body, param } from '../validate.ts';

const TemplateParam = z.object({ id: Id });

/** Message templates: every agent reads and fills them, owners change them. */
export const templateRoutes = (deps: Deps) => {
  const { db } = deps;
  const tools = { api: deps.templates, sealer: deps.sealer };
  return new Hono<AgentEnv>()
    .get('/', async c => c.json(await readTemplates(db, c.var.merchantId)))
    .post('/', requireOwner, body(TemplateInput), async c =>
      c.json(await createTemplate(contextOf(deps), tools, c.var.merchantId, c.req.valid('json')), 201),
    )
    .post('/sync', async c => {
      await syncTemplates(contextOf(deps), tools, c.var.merchantId);
      return c.json(await readTemplates(db, c.var.merchantId));
    })
    .post('/check', body(TemplateChange), c => c.json(checkTemplateDraft(c.req.valid('json').draft)))
    .get('/:id', param(TemplateParam), async c =>
      c.json(await readTemplate(db, c.var.merchantId, c.req.valid('param').id)),
    )
    .put('/:id', requireOwner, param(TemplateParam), body(TemplateChange), async c => {
      const { id } = c.req.valid('param');
      const { draft } = c.req.valid('json');
      return c.json(await editTemplate(contextOf(deps), tools, c.var.merchantId, id, draft));
    })
    .delete('/:id', requireOwner, param(TemplateParam), async c => {
      await deleteTemplate(contextOf(deps), tools, c.var.merchantId, c.req.valid('param').id);
      return c.body(null, 204);
    })
    .post('/:id/unpause', requireOwner, param(TemplateParam), async c =>
      c.json(await unpauseTemplate(contextOf(deps), tools, c.var.merchantId, c.req.valid('param').id)),
    )
    .post('/:id/preview', param(TemplateParam), body(TemplatePreviewInput), async c =>
      c.json(await previewTemplate(db, c.var.merchantId, c.req.valid('param').id, c.req.valid('json'))),
    );
};
