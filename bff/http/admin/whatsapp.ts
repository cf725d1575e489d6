import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import {
  AccountQuery,
  AppInput,
  AppSecretInput,
  NumberInput,
  RegisterInput,
  SubscribeInput,
  TokenInput,
} from '../../../contract/whatsapp.ts';
import { putAside } from '../../services/apply-account-notice.ts';
import { changeToken } from '../../services/change-token.ts';
import { changeAppSecret, connectApp, makeVerifyToken, removeApp } from '../../services/connect-app.ts';
import { connectNumber, findNumbers } from '../../services/connect-number.ts';
import { disconnectNumber } from '../../services/disconnect-number.ts';
import { checkNumber } from '../../services/follow-number.ts';
import { readWhatsApp } from '../../services/read-whatsapp.ts';
import { chooseDefaultNumber, registerNumber, resumeSending, subscribeNumber } from '../../services/set-up-number.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { requireOwner } from '../middleware/owner.ts';
import { body, param, query } from '../validate.ts';

const ById = param(z.object({ id: Id }));

/**
 * WhatsApp's apps and numbers. Every agent may see how they are; only owners change anything. Secrets come in and never go out, but for
 * a verify token when it is made. Whatever changes something answers with all of it as it is now.
 */
export const whatsappRoutes = (deps: Deps) => {
  const webhookUrl = `${deps.publicUrl}/webhooks/whatsapp`;
  const tools = { ...deps.meta, sealer: deps.sealer, webhookUrl };
  const read = (merchantId: string) => readWhatsApp(contextOf(deps), webhookUrl, merchantId);

  return new Hono<AgentEnv>()
    .get('/', async c => c.json(await read(c.var.merchantId)))
    .use(requireOwner)
    .post('/apps', body(AppInput), async c => {
      await connectApp(contextOf(deps), tools, c.var.merchantId, c.req.valid('json'));
      return c.json(await read(c.var.merchantId), 201);
    })
    .put('/apps/:id/secret', ById, body(AppSecretInput), async c => {
      const { id } = c.req.valid('param');
      await changeAppSecret(contextOf(deps), tools, c.var.merchantId, id, c.req.valid('json').appSecret);
      return c.json(await read(c.var.merchantId));
    })
    .put('/apps/:id/token', ById, body(TokenInput), async c => {
      const { id } = c.req.valid('param');
      await changeToken(contextOf(deps), tools, c.var.merchantId, id, c.req.valid('json').accessToken);
      return c.json(await read(c.var.merchantId));
    })
    .post('/apps/:id/verify-token', ById, async c =>
      c.json(await makeVerifyToken(contextOf(deps), c.var.merchantId, c.req.valid('param').id), 201),
    )
    .get('/apps/:id/numbers', ById, query(AccountQuery), async c => {
      const { wabaId } = c.req.valid('query');
      const { id } = c.req.valid('param');
      return c.json({ numbers: await findNumbers(contextOf(deps), tools, c.var.merchantId, id, wabaId) });
    })
    .delete('/apps/:id', ById, async c => {
      await removeApp(contextOf(deps), tools, c.var.merchantId, c.req.valid('param').id);
      return c.json(await read(c.var.merchantId));
    })
    .post('/numbers', body(NumberInput), async c => {
      await connectNumber(contextOf(deps), tools, c.var.merchantId, c.req.valid('json'));
      return c.json(await read(c.var.merchantId), 201);
    })
    .post('/numbers/:id/registration', ById, body(RegisterInput), async c => {
      const { id } = c.req.valid('param');
      await registerNumber(contextOf(deps), tools, c.var.merchantId, id, c.req.valid('json').pin);
      return c.json(await read(c.var.merchantId));
    })
    .post('/numbers/:id/subscription', ById, body(SubscribeInput), async c => {
      const { id } = c.req.valid('param');
      await subscribeNumber(contextOf(deps), tools, c.var.merchantId, id, c.req.valid('json'));
      return c.json(await read(c.var.merchantId));
    })
    .post('/numbers/:id/check', ById, async c => {
      await checkNumber(contextOf(deps), tools, c.var.merchantId, c.req.valid('param').id);
      return c.json(await read(c.var.merchantId));
    })
    .post('/numbers/:id/resume', ById, async c => {
      await resumeSending(contextOf(deps), c.var.merchantId, c.req.valid('param').id);
      return c.json(await read(c.var.merchantId));
    })
    .put('/numbers/:id/default', ById, async c => {
      await chooseDefaultNumber(contextOf(deps), c.var.merchantId, c.req.valid('param').id);
      return c.json(await read(c.var.merchantId));
    })
    .delete('/numbers/:id', ById, async c => {
      await disconnectNumber(contextOf(deps), deps.sealer, c.var.merchantId, c.req.valid('param').id);
      return c.json(await read(c.var.merchantId));
    })
    .delete('/notices/:id', ById, async c => {
      await putAside(contextOf(deps), c.var.merchantId, c.req.valid('param').id);
      return c.json(await read(c.var.merchantId));
    });
};
