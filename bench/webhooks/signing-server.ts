import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { isSigned } from '../../bff/whatsapp/signature.ts';
import { ACCOUNT } from './bodies.ts';

/** The floor of the route: the signature is checked and it is answered, without a database. Its address goes to the parent. */
const app = new Hono().post('/webhooks/whatsapp', async c => {
  const rawBody = Buffer.from(await c.req.arrayBuffer());
  return c.body(null, isSigned(rawBody, c.req.header('x-hub-signature-256'), ACCOUNT.appSecret) ? 200 : 401);
});

const server = createServer(getRequestListener(app.fetch));
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
