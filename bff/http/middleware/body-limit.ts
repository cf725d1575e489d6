import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';

/**
 * Refuses a body of more than `maxSize` bytes. One that tells its length is judged by that alone: Node reads no more than was told, and
 * whoever only looks at headers leaves the body to be read at once, which the stream of a web request costs half of a small request.
 */
export function limitBody(maxSize: number): MiddlewareHandler {
  const asItCounts = bodyLimit({ maxSize });
  return async function limitBody(c, next) {
    const length = c.req.header('content-length');
    if (length === undefined || c.req.header('transfer-encoding') !== undefined) return asItCounts(c, next);
    if (Number(length) > maxSize) throw new HTTPException(413);
    return next();
  };
}
