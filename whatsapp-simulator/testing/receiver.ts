import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

type Post = { body: string; headers: IncomingHttpHeaders };
/** A status, or no answer at all. */
export type Answer = number | 'hang up';
type Change = { field: string; value: Record<string, unknown> };

/** A webhook's owner on a free port. It keeps what comes and answers each body as told. */
export async function startReceiver({
  verifyToken = 'verify',
  answer = (_body: string): Answer | Promise<Answer> => 200,
} = {}) {
  const posts: Post[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://receiver');
    if (request.method === 'GET') {
      const isOurs = url.searchParams.get('hub.verify_token') === verifyToken;
      response.writeHead(isOurs ? 200 : 403).end(isOurs ? url.searchParams.get('hub.challenge') : '');
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      posts.push({ body, headers: request.headers });
      const told = answer(body);
      for (const check of waiting) check();
      const status = await told;
      if (status === 'hang up') response.destroy();
      else response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const changes = () =>
    posts.flatMap(post => {
      const { entry } = JSON.parse(post.body) as { entry: { changes: Change[] }[] };
      return entry.flatMap(each => each.changes);
    });
  const flat = (name: 'messages' | 'statuses') => () =>
    changes().flatMap(change => (change.value[name] ?? []) as Record<string, unknown>[]);

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    posts,
    changes,
    messages: flat('messages'),
    statuses: flat('statuses'),
    /** Resolves when the condition holds after one of the posts. */
    until(condition: () => boolean): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const check = () => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
      return promise;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
