import type { Context } from 'hono';
import { problem } from '../problem.ts';
import type { Source } from './open-stream.ts';
import { RETRY_AFTER, type StreamRegistry } from './stream-registry.ts';

/** `no-transform` and the nginx header keep proxies from holding a stream back. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * The stream as a response; 429 or 503 with Retry-After when there is no room for another one. HEAD is told what GET would be, and
 * opens nothing: nobody would read it.
 */
export function respondWithStream(c: Context, streams: StreamRegistry, source: Source): Response {
  if (c.req.method === 'HEAD') return c.body(null, 200, HEADERS);
  const full = streams.whyNot(source.listener);
  if (full) {
    const detail =
      full === 'too-many-requests' ? 'Too many streams are open with this token.' : 'No room for a stream.';
    return problem(c, full, { detail, headers: { 'retry-after': String(RETRY_AFTER) } });
  }
  return c.body(streams.open(source, lastEventId(c)).body, 200, HEADERS);
}

/** The number a reader comes back with; null when it brings none or something that is none. */
function lastEventId(c: Context): number | null {
  const header = c.req.header('last-event-id');
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
