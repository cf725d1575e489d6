import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { Account } from '../accounts.ts';
import { FaultSettings } from '../faults.ts';
import { isOnPhone } from '../messages.ts';
import { changeNumber, NumberChange } from '../phone/change-number.ts';
import { NewMessage } from '../phone/new-message.ts';
import { ChatChange, changeChat, changePhone, PhoneChange } from '../phone/settings.ts';
import { Tap, tap } from '../phone/tap.ts';
import { NotThere, write } from '../phone/write.ts';
import { Crowd, NewPhone, type Phone, PhoneTaken } from '../phones.ts';
import { reset, type Simulation } from '../simulation.ts';
import { accountRoutes } from './account-routes.ts';
import { body } from './body.ts';
import { liveRoute } from './live-route.ts';
import { logRoutes } from './log-routes.ts';
import { templateControlRoutes } from './template-routes.ts';
import { chatView, chatViews, messageView, metaView, phoneView, threadView } from './views.ts';

const ClockSetting = z.strictObject({ offsetMs: z.int() });
const Limit = z.coerce.number().int().min(1).max(100_000);

/** What drives the simulator: `/simulator/*`. Errors are `{error}` with 400, 404 or 409. The README lists the shapes. */
export function controlRoutes(simulation: Simulation) {
  const { accounts, phones, messages, media, faults, clock, limits, webhooks, live } = simulation;

  const phoneOf = (c: Context): Phone => {
    const phone = phones.get(c.req.param('id') ?? '');
    if (!phone) throw new NotThere(`There is no phone ${c.req.param('id')}.`);
    return phone;
  };
  const chatOf = (c: Context) => {
    const number = c.req.param('number') ?? '';
    if (!accounts.byNumber(number)) throw new NotThere(`No business number has the id ${number}.`);
    return messages.chat(phoneOf(c).id, number);
  };

  const control = new Hono();
  control.onError((error, c) => {
    if (error instanceof NotThere) return c.json({ error: error.message }, 404);
    if (error instanceof PhoneTaken) return c.json({ error: error.message }, 409);
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
    throw error;
  });

  control.put('/account', async c => {
    const account = accounts.put(await body(c, Account));
    webhooks.configure(account);
    live.tell({ about: 'meta' });
    return c.json({ wabaId: account.wabaId });
  });
  control.get('/meta', c => c.json(metaView(simulation)));

  control.get('/phones', c => {
    const limit = Limit.catch(200).parse(c.req.query('limit'));
    const search = (c.req.query('search') ?? '').toLowerCase();
    const shown = phones.page({ after: c.req.query('after'), limit, search });
    return c.json({ phones: shown.map(phone => phoneView(simulation, phone)), total: phones.count });
  });
  control.post('/phones/bulk', async c => {
    const made = phones.createMany(await body(c, Crowd));
    live.tell({ about: 'meta' });
    return c.json({ phones: made.map(({ id, waId }) => ({ id, waId })) }, 201);
  });
  control.post('/phones', async c => {
    const phone = phones.create(await body(c, NewPhone));
    live.tell({ about: 'phone', phoneId: phone.id });
    return c.json(phoneView(simulation, phone), 201);
  });
  control.get('/phones/:id', c => c.json(phoneView(simulation, phoneOf(c))));
  control.patch('/phones/:id', async c => {
    const phone = phoneOf(c);
    changePhone(simulation, phone, await body(c, PhoneChange));
    return c.json(phoneView(simulation, phone));
  });

  control.post('/phones/:id/number', async c => {
    const phone = phoneOf(c);
    changeNumber(simulation, phone, await body(c, NumberChange));
    return c.json(phoneView(simulation, phone));
  });

  control.get('/phones/:id/messages', c => {
    const shown = messages.chatsOf(phoneOf(c).id).flatMap(chat => chat.messages.filter(isOnPhone));
    return c.json({ messages: shown.map(message => messageView(simulation, message)) });
  });
  control.post('/phones/:id/messages', async c => {
    const written = write(simulation, phoneOf(c), await body(c, NewMessage));
    return c.json(messageView(simulation, written), 201);
  });
  control.post('/phones/:id/taps', async c => {
    const sent = tap(simulation, phoneOf(c), await body(c, Tap));
    return c.json({ sent: sent && messageView(simulation, sent) });
  });

  control.get('/phones/:id/chats', c => c.json({ chats: chatViews(simulation, phoneOf(c)) }));
  control.get('/phones/:id/chats/:number/messages', c => {
    const limit = Limit.catch(100).parse(c.req.query('limit'));
    return c.json({ messages: threadView(simulation, chatOf(c), limit) });
  });
  control.patch('/phones/:id/chats/:number', async c => {
    const chat = chatOf(c);
    changeChat(simulation, phoneOf(c), chat, await body(c, ChatChange));
    return c.json(chatView(simulation, chat));
  });

  control.post('/media', async c => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.length === 0) throw new HTTPException(400, { message: 'The file is empty.' });
    const mimeType = c.req.header('content-type') ?? 'application/octet-stream';
    const file = media.add({ mimeType, bytes, filename: c.req.query('filename') ?? null });
    return c.json({ id: file.id, mimeType, size: bytes.length }, 201);
  });
  control.get('/media/:id', c => {
    const file = media.get(c.req.param('id'));
    if (!file) throw new NotThere(`No media has the id ${c.req.param('id')}.`);
    // A file may be HTML: it must never run as a page of this origin.
    return c.body(file.bytes, 200, {
      'content-type': file.mimeType,
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  control.get('/deliveries', c => {
    const limit = Limit.catch(500).parse(c.req.query('limit'));
    const deliveries = accounts.all().flatMap(account => {
      const latest = webhooks.lane(account)?.latest(limit) ?? [];
      return latest.map(delivery => ({ wabaId: account.wabaId, ...delivery }));
    });
    return c.json({ deliveries });
  });

  control.get('/faults', c => c.json(faults.settings));
  control.put('/faults', async c => {
    faults.set(await body(c, FaultSettings));
    webhooks.faultsChanged();
    live.tell({ about: 'meta' });
    return c.json(faults.settings);
  });

  control.get('/clock', c => c.json({ now: clock.now().toISOString(), offsetMs: clock.offsetMs }));
  control.put('/clock', async c => {
    clock.offsetMs = (await body(c, ClockSetting)).offsetMs;
    limits.clear();
    live.tell({ about: 'meta' });
    return c.json({ now: clock.now().toISOString(), offsetMs: clock.offsetMs });
  });

  control.post('/reset', c => {
    reset(simulation);
    return c.json({ reset: true });
  });

  control.route('/', logRoutes(simulation));
  control.route('/', accountRoutes(simulation));
  control.route('/', templateControlRoutes(simulation));
  control.get('/live', liveRoute(simulation));
  return control;
}
