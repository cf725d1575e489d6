import { Hono } from 'hono';
import { NotThere } from '../phone/write.ts';
import type { Simulation } from '../simulation.ts';
import { changeTemplate, TemplateChange } from '../template-changes.ts';
import { body } from './body.ts';
import { templateView } from './views.ts';

/** What Meta decides about a template: its review, its quality, its category, its pace. */
export function templateControlRoutes(simulation: Simulation) {
  return new Hono().post('/templates/:id', async c => {
    const found = simulation.accounts.byTemplate(c.req.param('id'));
    if (!found) throw new NotThere(`There is no template ${c.req.param('id')}.`);
    changeTemplate(simulation, found.account, found.template, await body(c, TemplateChange));
    return c.json(templateView(simulation, found.template));
  });
}
