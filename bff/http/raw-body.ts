import type { Context } from 'hono';
import { Refusal } from '../services/refusal.ts';

/**
 * The bytes of a request as they come.
 * @param limit what is announced to be larger is refused before the first byte
 * @throws Refusal too-large
 */
export function bodyOf(c: Context, limit: number): AsyncIterable<Uint8Array> {
  if (Number(c.req.header('content-length') ?? 0) > limit)
    throw new Refusal('too-large', `A file may have ${Math.floor(limit / 1024 / 1024)} MB at most.`);
  return c.req.raw.body ?? new ReadableStream({ start: controller => controller.close() });
}
