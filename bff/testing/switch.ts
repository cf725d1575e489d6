import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy to `url` that can be led elsewhere: connections that were there end in order. */
export async function startSwitch(url: string) {
  let target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer(client => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream])
      sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    client.pipe(upstream).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const hangUp = () => {
    for (const socket of sockets) socket.end();
  };
  return {
    /** The same database by way of the proxy. */
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href,
    leadTo(url: string) {
      target = new URL(url);
      hangUp();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise(resolve => server.close(resolve));
    },
  };
}
