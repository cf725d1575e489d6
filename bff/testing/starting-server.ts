import { once } from 'node:events';
import { createServer } from 'node:net';

/** A Postgres that is just starting: it takes every connection and refuses it (57P03). */
export async function startStartingServer() {
  let asked = 0;
  const fields = 'SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0';
  const refusal = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), Buffer.from(fields)]);
  refusal.writeInt32BE(refusal.length - 1, 1);
  const server = createServer(client => {
    client.on('error', () => {});
    client.once('data', () => {
      asked += 1;
      client.end(refusal);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `postgres://somebody@127.0.0.1:${port}/any`,
    /** How often it was asked for a connection. */
    asked: () => asked,
    close: () => new Promise(resolve => server.close(resolve)),
  };
}
