import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from '../app.ts';
import { hasCode, SetupError } from '../db/setup-error.ts';
import type { Deps } from '../http/deps.ts';
import type { Settings } from './settings.ts';

/** Opens the front door. @throws SetupError when the port is not to be had */
export async function listen({ WOODEX_HOST, WOODEX_PORT }: Settings, deps: Deps): Promise<Server> {
  const server = createServer(getRequestListener(createApp(deps).fetch));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(WOODEX_PORT, WOODEX_HOST, resolve);
  }).catch(error => {
    if (hasCode(error, 'EADDRINUSE')) {
      throw new SetupError(`Port ${WOODEX_PORT} is taken: stop what holds it, or set WOODEX_PORT to another one.`);
    }
    if (hasCode(error, 'EACCES', 'EADDRNOTAVAIL')) {
      throw new SetupError(`${WOODEX_HOST}:${WOODEX_PORT} cannot be listened on: change WOODEX_HOST or WOODEX_PORT.`);
    }
    throw error;
  });
  return server;
}

/** Requests under way are answered; streams end, and their readers come back elsewhere. */
export async function closeServer(server: Server, { streams }: Pick<Deps, 'streams'>): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  streams.close();
  // A connection whose last answer is out is kept open by its client; without this the wait for it is the whole patience.
  const tidying = setInterval(() => server.closeIdleConnections(), 50);
  const impatient = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearInterval(tidying);
  clearTimeout(impatient);
}
