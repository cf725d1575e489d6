import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy to `url` that can fall silent: connections stay open, and no byte passes any more in either direction. */
export async function startSilentProxy(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isSilent = false;
  let silences = 0;
  let accepted = 0;
  const server = createServer(client => {
    accepted += 1;
    const upstream = connect(Number(target.port), target.hostname);
    const born = silences;
    // Whoever was connected when it fell silent, or came meanwhile, stays unheard for good.
    const metSilence = isSilent;
    const isDeaf = () => metSilence || born < silences;
    const pass = (from: Socket, to: Socket) => {
      sockets.add(from.on('error', () => {}));
      from.on('data', bytes => {
        if (!isDeaf()) to.write(bytes);
      });
      from.on('close', () => {
        sockets.delete(from);
        if (!isDeaf()) to.destroy();
      });
    };
    pass(client, upstream);
    pass(upstream, client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    /** The same database by way of the proxy. */
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href,
    /** How many connections were made through it. */
    accepted: () => accepted,
    silence() {
      isSilent = true;
      silences += 1;
    },
    /** New connections pass; those that met the silence do not. */
    listenAgain() {
      isSilent = false;
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
