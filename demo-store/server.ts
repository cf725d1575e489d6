import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createStore } from './app.ts';
import { factOf } from './crm/facts.ts';
import { openOutbox } from './crm/outbox.ts';
import { openTimeMachine } from './time-machine.ts';

export type StoreOptions = {
  /** 0 takes any free port. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** The whole address of the WoodEx script. Its origin is the only foreign one that pages may talk to. */
  scriptUrl: string;
  /** The merchant's public key; without it the pages carry no script tag. */
  key: string | undefined;
  /** Where the footer's "Phone simulator" link leads. Default http://127.0.0.1:8789. */
  simulatorUrl?: string;
  /** What tells the CRM of orders and quotes; without it the shop keeps them to itself. */
  crm?: { url: string; apiKey: string } | undefined;
  /** Signs for the chat who is logged in; without it nobody is told. */
  identityKey?: string | undefined;
};

/** Starts the demo store. Resolves when it listens; rejects with the system's error (`code: 'EADDRINUSE'`) when it cannot. */
export async function startStore(options: StoreOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { port, host = '127.0.0.1', scriptUrl, key, simulatorUrl = 'http://127.0.0.1:8789' } = options;
  const dashboardUrl = new URL('/admin', scriptUrl).href;
  let url = '';
  const outbox = options.crm && openOutbox({ ...options.crm, log: line => console.warn(`Demo store: ${line}`) });
  const timeMachine = options.crm && openTimeMachine({ crmUrl: options.crm.url, simulatorUrl });
  const store = createStore(
    { scriptUrl, key, dashboardUrl, simulatorUrl },
    {
      now: timeMachine?.now ?? (() => new Date()),
      timeMachine,
      onChange: change => outbox?.tell(factOf(change, url)),
      identityKey: options.identityKey,
    },
  );
  const server = createServer(getRequestListener(store.fetch));
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  url = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  return {
    url,
    close: () =>
      new Promise(resolve => {
        outbox?.close();
        timeMachine?.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
