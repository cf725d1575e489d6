import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type Account, holdsToken, type Sender } from '../accounts.ts';
import type { Simulation } from '../simulation.ts';
import { appCalls, subscribe } from './app-routes.ts';
import { isObject, noteCall, readBody } from './call-log.ts';
import { GraphError, graphErrorJson, noSuchObject } from './errors.ts';
import { type GraphEnv, graphFaults } from './graph-faults.ts';
import { markRead } from './mark-read.ts';
import { mediaObject, upload } from './media-objects.ts';
import { accountInfo, numberInfo } from './number-info.ts';
import { send } from './send.ts';
import { ReadBody, SendBody } from './send-body.ts';
import { templateRoutes } from './template-routes.ts';
import { uploadRoutes } from './upload-routes.ts';
import { parseBody } from './validate.ts';

const Register = z.strictObject({ messaging_product: z.literal('whatsapp'), pin: z.string().regex(/^\d{6}$/) });

/** Meta's side, as `graph.facebook.com` shows it, below `/v{N}.0`. */
export function graphRoutes(simulation: Simulation) {
  const { accounts, media, clock } = simulation;

  const sender = (c: Context<GraphEnv, '/:id/*'>): Sender => {
    const id = c.req.param('id');
    const found = accounts.byNumber(id);
    if (!found || !holdsToken(found.account, c.get('token'))) throw noSuchObject(c.req.method, id);
    return found;
  };
  const waba = (c: Context<GraphEnv, '/:id/*'>): Account => {
    const id = c.req.param('id');
    const found = accounts.byWaba(id);
    if (!found || !holdsToken(found, c.get('token'))) throw noSuchObject(c.req.method, id);
    return found;
  };

  const graph = new Hono<GraphEnv>();
  graph.onError((error, c) => {
    if (!(error instanceof GraphError)) throw error;
    noteRefusal(simulation, `${c.req.method} ${c.req.path}`, error);
    return c.json(graphErrorJson(error), error.http as 400);
  });
  graph.use(appCalls(simulation));
  graph.use(async (c, next) => {
    const token = /^(?:Bearer|OAuth) (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (!accounts.hasToken(token)) {
      await noteCall(simulation, c, c.req.path.split('/')[2] ?? '')('refused', 190);
      throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token');
    }
    c.set('token', token);
    await next();
  });
  graph.use(graphFaults(simulation));

  graph.post('/:id/messages', async c => {
    const from = sender(c);
    const body = await readBody(c);
    if (!isObject(body)) throw new GraphError(100, 'The request body is not a JSON object.');
    if ('status' in body) return c.json(markRead(simulation, from, parseBody(ReadBody, body)));
    // Meta takes a body without a type for a text.
    return c.json(send(simulation, from, parseBody(SendBody, { type: 'text', ...body })));
  });

  graph.post('/:id/register', async c => {
    const { number } = sender(c);
    parseBody(Register, await c.req.json().catch(() => ({})));
    number.registered = true;
    return c.json({ success: true });
  });

  graph.post('/:id/media', async c => {
    sender(c);
    return c.json({ id: (await upload(media, await c.req.formData().catch(() => new FormData()))).id });
  });

  graph.get('/:id/subscribed_apps', c => {
    const { subscribed, appId } = waba(c);
    const data = subscribed ? [{ whatsapp_business_api_data: { name: 'WoodEx', id: appId } }] : [];
    return c.json({ data });
  });
  graph.post('/:id/subscribed_apps', async c => c.json(await subscribe(simulation, c, waba(c))));
  graph.delete('/:id/subscribed_apps', c => {
    waba(c).subscribed = false;
    return c.json({ success: true });
  });

  graph.get('/:id/phone_numbers', c => {
    const account = waba(c);
    const data = account.numbers.map(number => numberInfo({ account, number }, c.req.query('fields')));
    return c.json({ data });
  });
  graph.route('/', uploadRoutes(simulation));
  graph.route('/', templateRoutes(simulation, waba));

  graph.get('/:id', c => {
    const id = c.req.param('id');
    const fields = c.req.query('fields');
    const found = accounts.byNumber(id);
    if (found && holdsToken(found.account, c.get('token'))) return c.json(numberInfo(found, fields));
    const account = accounts.byWaba(id);
    if (account && holdsToken(account, c.get('token'))) return c.json(accountInfo(account, fields));
    const file = media.get(id);
    if (!file) throw noSuchObject('GET', id);
    return c.json(mediaObject(file, new URL(media.issuePath(id, clock.now()), c.req.url)));
  });
  graph.delete('/:id', c => {
    if (!media.delete(c.req.param('id'))) throw noSuchObject('DELETE', c.req.param('id'));
    return c.json({ success: true });
  });

  graph.notFound(c => c.json(graphErrorJson(noSuchObject(c.req.method, c.req.path.split('/')[2] ?? '')), 400));
  return graph;
}

/** Files behind the short-lived urls: they ask for the same Bearer token. */
export function attachmentRoutes({ accounts, media, clock }: Simulation) {
  return new Hono().get('/:ticket', c => {
    const token = c.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
    if (!accounts.hasToken(token)) return c.body(null, 401);
    const file = media.byTicket(c.req.param('ticket'), clock.now());
    return file ? c.body(file.bytes, 200, { 'content-type': file.mimeType }) : c.body(null, 404);
  });
}

const KEPT_REFUSALS = 50;

function noteRefusal({ refusals, clock, live }: Simulation, call: string, { body }: GraphError) {
  refusals.push({ at: clock.now().toISOString(), call, code: body.code, details: body.details });
  if (refusals.length > KEPT_REFUSALS) refusals.shift();
  live.tell({ about: 'meta' });
}
