import { createServer, type ServerResponse } from 'node:http';

/*
 * The least that could do a chat server's job, as the floor: Node's own HTTP server, no database, no check, nothing kept.
 *
 *   GET  /stream?name=…  an event stream; the newest one of a name gets what is published to it
 *   POST /publish        {to, message}: written to that stream as an update, then answered
 *
 * Started with the port as its argument.
 */
const streams = new Map<string, ServerResponse>();
let seq = 0;

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === '/stream') {
    const name = url.searchParams.get('name') ?? '';
    streams.set(name, response);
    response.on('close', () => streams.get(name) === response && streams.delete(name));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const at = Number(request.headers['last-event-id'] ?? 0);
    response.write(`event: hello\ndata: {"from":${at},"to":${at}}\n\n`);
  } else if (url.pathname === '/publish') {
    const { to, message } = JSON.parse((await request.toArray()).join('')) as { to: string; message: unknown };
    seq += 1;
    streams.get(to)?.write(`id: ${seq}\nevent: update\ndata: ${JSON.stringify({ kind: 'message', seq, message })}\n\n`);
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ message, seq }));
  } else {
    response.end('ok');
  }
});
server.keepAliveTimeout = 60_000;
server.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 511 });
