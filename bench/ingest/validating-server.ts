import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { checkEvent } from '../../bff/domain/event-check.ts';
import { parseJson } from '../../bff/http/json.ts';
import { parseVisitorToken } from '../../bff/security/token.ts';
import { EventBatch } from '../../contract/journey-event.ts';

/** The floor of the route: the same checks, and an answer, without a database. Its address goes to the parent. */
const app = new Hono().post('/v1/events', async c => {
  const batch = EventBatch.parse(parseJson(await c.req.arrayBuffer()));
  parseVisitorToken(batch.visitor);
  const accepted = batch.events.map(checkEvent).filter(({ ok }) => ok).length;
  return c.json({ accepted, repeated: 0, rejected: [] });
});

const server = createServer(getRequestListener(app.fetch));
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
