import { Hono } from 'hono';
import { MAX_UPLOAD } from '../../../contract/media.ts';
import { TemplateExampleQuery } from '../../../contract/template-example.ts';
import { uploadTemplateExample } from '../../services/upload-template-example.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { bodyOf } from '../raw-body.ts';
import { query } from '../validate.ts';

/** Files that show Meta what the headers of templates are like. The body is the file itself. */
export const templateExampleRoutes = (deps: Deps) => {
  const tools = { api: deps.templates, sealer: deps.sealer, folder: deps.mediaFolder };
  return new Hono<AgentEnv>().post('/', requireOwner, query(TemplateExampleQuery), async c => {
    const example = { ...c.req.valid('query'), bytes: bodyOf(c, MAX_UPLOAD) };
    return c.json(await uploadTemplateExample(contextOf(deps), tools, c.var.merchantId, example), 201);
  });
};
