import { type Context, Hono } from 'hono';
import { CommerceBatch, type CommerceEvent } from '../../../contract/commerce.ts';
import { checkCommerceEvent } from '../../domain/commerce-check.ts';
import { parseApiKey } from '../../security/api-key.ts';
import { useApiKey } from '../../services/api-keys.ts';
import { receiveCommerceEvents } from '../../services/receive-commerce-events.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { BadJson, parseJson } from '../json.ts';
import { limitBody } from '../middleware/body-limit.ts';
import { tokenBuckets, tooMany } from '../middleware/rate-limit.ts';
import { problem } from '../problem.ts';
import { explain } from '../validate.ts';

const MAX_BODY = 1024 * 1024;
const PER_KEY = { perMinute: 600, burst: 120 };

/** What the merchant's own systems tell. Not for browsers: there is no CORS here, and the key is a secret. */
export const commerceRoutes = (deps: Deps) => {
  const take = tokenBuckets({ clock: deps.clock, ...PER_KEY });
  return new Hono<Env>().post('/events', limitBody(MAX_BODY), async c => {
    const key = parseApiKey(/^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '');
    const found = key && (await useApiKey(contextOf(deps), key.merchantId, key.hash));
    if (!key || !found)
      return problem(c, 'unauthenticated', { detail: 'Send your API key: Authorization: Bearer wxs_…' });
    if (!found.scopes.includes('commerce:write'))
      return problem(c, 'forbidden', { detail: 'This key lacks commerce:write.' });
    const wait = take(found.id);
    if (wait > 0) return tooMany(c, wait);
    const read = await readEvents(c, deps.clock.now());
    if ('refusal' in read) return read.refusal;
    return c.json(await receiveCommerceEvents(contextOf(deps), key.merchantId, read.events), 202);
  });
};

type Fault = { path: string; message: string };

async function readEvents(c: Context, now: Date): Promise<{ events: CommerceEvent[] } | { refusal: Response }> {
  const refuse = (errors: Fault[]) => {
    const detail = errors
      .slice(0, 5)
      .map(({ path, message }) => (path ? `${path}: ${message}` : message))
      .join('; ');
    return { refusal: problem(c, 'invalid-request', { detail, errors }) };
  };
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    return refuse([{ path: '', message: 'Send the body as application/json.' }]);
  }
  let body: unknown;
  try {
    body = parseJson(await c.req.arrayBuffer());
  } catch (error) {
    if (error instanceof BadJson) return refuse([{ path: '', message: error.message }]);
    throw error;
  }
  const batch = CommerceBatch.safeParse(body);
  if (!batch.success) return refuse(explain(CommerceBatch, body).errors);
  const events: CommerceEvent[] = [];
  const faults: Fault[] = [];
  for (const [index, input] of batch.data.events.entries()) {
    const checked = checkCommerceEvent(input, now);
    if (checked.ok) events.push(checked.event);
    else
      for (const { path, message } of checked.errors)
        faults.push({ path: ['events', index, path].filter(part => part !== '').join('.'), message });
  }
  return faults.length > 0 ? refuse(faults.slice(0, 100)) : { events };
}
