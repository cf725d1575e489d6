import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { pino } from 'pino';
import { openDatabase } from '../../bff/db/connection.ts';
import type { Deps } from '../../bff/http/deps.ts';
import type { Env } from '../../bff/http/env.ts';
import { createMetrics } from '../../bff/http/metrics.ts';
import { requestLog } from '../../bff/http/middleware/request-log.ts';
import { answerPreflight, keepOutOfCaches, showRefusals } from '../../bff/http/middleware/storefront-cors.ts';
import { eventRoutes } from '../../bff/http/storefront/events.ts';

/** The floor of the route: all of it, but what it took in is forgotten. Of the database it asks who the merchant is, twice a minute. Its address goes to the parent. */
const { DATABASE_URL } = process.env;
const { db } = openDatabase(DATABASE_URL!, { max: 1 });
const deps = {
  db,
  clock: { now: () => new Date() },
  log: pino({ level: 'warn' }),
  metrics: createMetrics(),
  trustedProxies: 0,
  limits: { eventsPerKey: 1e8, eventsPerAddress: 1e8 },
} satisfies Partial<Deps> as unknown as Deps;

const app = new Hono<Env>().use(requestLog(deps), answerPreflight, showRefusals, keepOutOfCaches).route(
  '/v1/events',
  eventRoutes(deps, async (_, { events }) => ({ outcome: 'kept', accepted: events.length })),
);

const server = createServer(getRequestListener(app.fetch));
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
