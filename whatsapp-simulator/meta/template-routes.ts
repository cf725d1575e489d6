import { type Context, Hono } from 'hono';
import { type Account, holdsToken, templateId } from '../accounts.ts';
import type { Simulation } from '../simulation.ts';
import { changeTemplate, endPauses } from '../template-changes.ts';
import { Template } from '../templates.ts';
import { templateStatusUpdate } from '../webhooks/template-updates.ts';
import { readBody } from './call-log.ts';
import { GraphError, noSuchObject } from './errors.ts';
import type { GraphEnv } from './graph-faults.ts';
import { parseDefinition, parseEdit } from './template-definition.ts';
import { templateInfo, templatePage } from './template-page.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NAME_BLOCKED_MS = 30 * DAY_MS;
const MOST = 6_000;

/** The management of templates. `waba` finds the account of a call. */
export function templateRoutes(simulation: Simulation, waba: (c: Context<GraphEnv, '/:id/*'>) => Account) {
  const { accounts, clock, timers, webhooks, live, uploads } = simulation;

  const templateOf = (c: Context<GraphEnv>) => {
    const found = accounts.byTemplate(c.req.param('id') ?? '');
    if (!found || !holdsToken(found.account, c.get('token'))) throw noSuchObject(c.req.method, c.req.param('id') ?? '');
    return found;
  };
  const review = (account: Account, template: Template) => {
    if (account.reviewMs === null) return;
    timers.later(account.reviewMs, () => {
      if (template.status === 'PENDING') changeTemplate(simulation, account, template, { status: 'APPROVED' });
    });
  };

  const routes = new Hono<GraphEnv>();
  routes.get('/:id/message_templates', c => {
    const account = waba(c);
    endPauses(simulation, account);
    return c.json(templatePage(account.templates, new URL(c.req.url)));
  });

  routes.post('/:id/message_templates', async c => {
    const account = waba(c);
    const definition = parseDefinition(await readBody(c), uploads);
    checkName(account, definition, clock.now());
    const template: Template = {
      ...Template.parse({ ...definition, status: 'PENDING' }),
      id: templateId(account.wabaId, definition),
    };
    account.templates.push(template);
    review(account, template);
    live.tell({ about: 'meta' });
    return c.json({ id: template.id, status: template.status, category: template.category });
  });

  routes.delete('/:id/message_templates', c => {
    const account = waba(c);
    const [name, id] = [c.req.query('name'), c.req.query('hsm_id')];
    const gone = account.templates.filter(each => each.name === name && (id === undefined || each.id === id));
    if (gone.length === 0) throw new GraphError(100, `There is no template ${name ?? ''}.`);
    const now = clock.now();
    account.templates = account.templates.filter(each => !gone.includes(each));
    for (const template of gone) {
      deletedAt.set(template.id, now.getTime());
      webhooks.send(account, templateStatusUpdate(template, { event: 'DELETED' }, now));
    }
    live.tell({ about: 'meta' });
    return c.json({ success: true });
  });

  routes.post('/:id/unpause', c => {
    const { account, template } = templateOf(c);
    if (template.status !== 'PAUSED') return c.json({ success: false, reason: 'The template is not paused.' });
    changeTemplate(simulation, account, template, { status: 'APPROVED' });
    return c.json({ success: true });
  });

  routes.post('/:id', async c => {
    const { account, template } = templateOf(c);
    const edit = parseEdit(await readBody(c), template.parameter_format ?? 'POSITIONAL', uploads);
    const now = clock.now();
    if (template.status === 'PENDING' || template.status === 'DISABLED')
      throw new GraphError(100, `A template that is ${template.status} cannot be edited.`);
    if (template.status === 'APPROVED' && template.editedAt && now.getTime() - template.editedAt.getTime() < DAY_MS)
      throw new GraphError(100, 'An approved template can be edited once in 24 hours.');
    Object.assign(template, edit, { status: 'PENDING', editedAt: now, pausedUntil: null });
    review(account, template);
    live.tell({ about: 'meta' });
    return c.json({ success: true, id: template.id, category: template.category });
  });

  const deletedAt = new Map<string, number>();
  function checkName(account: Account, { name, language }: { name: string; language: string }, now: Date) {
    const id = templateId(account.wabaId, { name, language });
    if (account.templates.some(each => each.name === name && each.language === language))
      throw GraphError.forPeople(
        2388024,
        'Content in this language already exists',
        `There is already ${name} in ${language}.`,
      );
    if (now.getTime() - (deletedAt.get(id) ?? Number.NEGATIVE_INFINITY) < NAME_BLOCKED_MS)
      throw GraphError.forPeople(
        2388023,
        'Message template language is being deleted',
        `${name} was deleted less than 30 days ago.`,
      );
    if (account.templates.length >= MOST)
      throw GraphError.forPeople(2388019, 'Message template limit exceeded', `There are ${MOST} templates already.`);
  }

  routes.get('/:id', async (c, next) => {
    const found = accounts.byTemplate(c.req.param('id'));
    return found && holdsToken(found.account, c.get('token'))
      ? c.json(templateInfo(found.template, new URL(c.req.url)))
      : next();
  });
  return routes;
}
