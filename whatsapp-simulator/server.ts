import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Account } from './accounts.ts';
import { createApp } from './app.ts';
import type { Clock } from './clock.ts';
import { createSimulation } from './simulation.ts';

export type SimulatorOptions = {
  /** 0, the default, takes any free port. */
  port?: number;
  host?: string;
  /** As `PUT /simulator/account` takes it. */
  account?: unknown;
  clock?: Clock;
};

/**
 * Starts a simulator with its own state in memory. `close` ends open streams and webhooks at once.
 * Rejects with the listen error (EADDRINUSE …), or a ZodError for a malformed account.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<{ url: string; close(): Promise<void> }> {
  const { port = 0, host = '127.0.0.1', clock } = options;
  const account = options.account === undefined ? null : Account.parse(options.account);
  const simulation = createSimulation(clock);
  const server = createAdaptorServer({ fetch: createApp(simulation).fetch });
  server.listen(port, host);
  await once(server, 'listening');
  if (account) {
    simulation.webhooks.configure(simulation.accounts.put(account));
  }
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      simulation.webhooks.close();
      simulation.timers.clear();
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}
