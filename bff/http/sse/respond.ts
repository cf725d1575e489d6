import type { Context } from 'hono';
import type { OpenStream } from './open-stream.ts';

/** The stream as a response. `no-transform` and the nginx header keep proxies from holding it back. */
export const respondWithStream = (c: Context, stream: OpenStream): Response =>
  c.body(stream.body, 200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });

/** The number a reader comes back with; null when it brings none or something that is none. */
export function lastEventId(c: Context): number | null {
  const header = c.req.header('last-event-id');
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
