import { type Context, Hono } from 'hono';
import { EventBatch, type EventsAccepted, MAX_BATCH, MAX_EVENT_BYTES } from '../../../contract/journey-event.ts';
import { type CheckedEvent, checkEvent } from '../../domain/event-check.ts';
import { languageOf, timeZoneOf } from '../../domain/locale.ts';
import { parseVisitorToken } from '../../security/token.ts';
import { batched } from '../../services/batched.ts';
import { type TakenBatch, type TakenIn, takeInEvents } from '../../services/take-in-events.ts';
import type { Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { BadJson, parseJson } from '../json.ts';
import { limitBody } from '../middleware/body-limit.ts';
import { clientAddress, networkOf } from '../middleware/client-address.ts';
import { rateLimit, tokenBuckets, tooMany } from '../middleware/rate-limit.ts';
import { allowOrigin, isAllowedOrigin, merchantOf, unknownKey } from '../middleware/storefront-cors.ts';
import { ORIGIN_NOT_LISTED } from '../middleware/visitor.ts';
import { problem } from '../problem.ts';
import { explain } from '../validate.ts';

/** A full batch and its envelope. */
const MAX_BODY = MAX_BATCH * (MAX_EVENT_BYTES + 2) + 1024;
/** A browser flushes every few seconds at most. */
const PER_BROWSER = { perMinute: 120, burst: 60 };

type Read = { ok: true; batch: EventBatch; merchantId: string; tokenHash: string } | { ok: false; refusal: Response };

/** Keeps one request's events. Answers when they are committed. */
export type KeepEvents = (merchantId: string, batch: TakenBatch) => Promise<TakenIn>;

/** The requests that come while a commit is under way go together. */
export const keepTogether = (deps: Deps): KeepEvents =>
  batched(async (merchantId, batches: TakenBatch[]) => {
    const taken = await takeInEvents(deps, merchantId, batches);
    const results = new Map(batches.map((batch, i) => [batch, taken[i]!]));
    return (batch): TakenIn => results.get(batch)!;
  });

/** Takes in what shoppers do. */
export const eventRoutes = (deps: Deps, keep: KeepEvents) => {
  const { clock, limits } = deps;
  const perKey = tokenBuckets({ clock, perMinute: limits.eventsPerKey, burst: limits.eventsPerKey });
  const perBrowser = tokenBuckets({ clock, ...PER_BROWSER });
  const perAddress = rateLimit({
    clock,
    key: c => networkOf(clientAddress(c, deps.trustedProxies)),
    perMinute: limits.eventsPerAddress,
    burst: limits.eventsPerAddress,
  });

  return new Hono<Env>().post('/', perAddress, limitBody(MAX_BODY), async c => {
    const read = await readBatch(c);
    if (!read.ok) return read.refusal;
    const { batch, merchantId, tokenHash } = read;
    const wait = Math.max(perKey(merchantId), perBrowser(tokenHash));
    if (wait > 0) return tooMany(c, wait);
    if (!(await merchantOf(deps, merchantId))) return unknownKey(c);
    if (!(await isAllowedOrigin(deps, c, merchantId))) return problem(c, 'forbidden', ORIGIN_NOT_LISTED);
    allowOrigin(c);

    const checked = batch.events.map(checkEvent);
    const events = checked.flatMap(result => (result.ok ? [result.event] : []));
    const rejected = rejections(batch.events, checked);
    if (events.length === 0) return problem(c, 'invalid-request', explainAll(rejected));
    const result = await keep(merchantId, {
      tokenHash,
      sentAt: new Date(batch.sentAt),
      receivedAt: clock.now(),
      consent: batch.consent,
      timeZone: timeZoneOf(batch.timeZone),
      language: languageOf(batch.language),
      events,
    });
    if (result.outcome === 'failed') throw result.error;
    if (result.outcome === 'revoked')
      return problem(c, 'unauthenticated', { detail: 'This visitor token was revoked.' });
    const { accepted } = result;
    return c.json({ accepted, repeated: events.length - accepted, rejected } satisfies EventsAccepted);
  });
};

async function readBatch(c: Context): Promise<Read> {
  const refuse = (detail: string, errors?: { path: string; message: string }[]): Read => ({
    ok: false,
    refusal: problem(c, 'invalid-request', { detail, ...(errors ? { errors } : {}) }),
  });
  if (!/^(application\/json|text\/plain)\b/i.test(c.req.header('content-type') ?? '')) {
    return refuse('Send the body as application/json, or as text/plain where a preflight would be too late.');
  }
  try {
    const body = parseJson(await c.req.arrayBuffer());
    const parsed = EventBatch.safeParse(body);
    if (!parsed.success) {
      const { detail, errors } = explain(EventBatch, body);
      return refuse(detail, errors);
    }
    const token = parseVisitorToken(parsed.data.visitor);
    if (!token) return refuse('visitor: must be a visitor token.');
    return { ok: true, batch: parsed.data, merchantId: token.merchantId, tokenHash: token.hash.toString('hex') };
  } catch (error) {
    if (error instanceof BadJson) return refuse(error.message);
    throw error;
  }
}

function rejections(events: readonly unknown[], checked: readonly CheckedEvent[]): EventsAccepted['rejected'] {
  return checked.flatMap((result, index) =>
    result.ok ? [] : [{ index, id: idOf(events[index]), errors: result.errors }],
  );
}

function idOf(event: unknown): string | null {
  const id = typeof event === 'object' && event !== null && 'id' in event ? event.id : null;
  return typeof id === 'string' && id.length <= 100 && id.isWellFormed() ? id : null;
}

function explainAll(rejected: EventsAccepted['rejected']) {
  const errors = rejected.flatMap(({ index, errors }) =>
    errors.map(({ path, message }) => ({ path: ['events', index, ...(path ? [path] : [])].join('.'), message })),
  );
  return {
    detail: errors
      .slice(0, 5)
      .map(({ path, message }) => `${path}: ${message}`)
      .join('; '),
    errors: errors.slice(0, 100),
  };
}
