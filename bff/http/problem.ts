import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import type { Problem, ProblemCode } from '../../contract/problem.ts';
import { Refusal } from '../services/refusal.ts';

/** Every problem there is. */
export const KNOWN_PROBLEMS: Record<ProblemCode, { status: ContentfulStatusCode; title: string }> = {
  'invalid-request': { status: 400, title: 'The request is not as described' },
  unauthenticated: { status: 401, title: 'Who are you?' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'In conflict with what is there' },
  'precondition-failed': { status: 412, title: 'It was changed meanwhile' },
  'precondition-required': { status: 428, title: 'Say which version the change was made from' },
  'too-large': { status: 413, title: 'Too large' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'service-window-closed': { status: 409, title: "WhatsApp's service window is closed" },
  'channel-unavailable': { status: 409, title: 'This channel is not available' },
  unavailable: { status: 503, title: 'Not available right now' },
  internal: { status: 500, title: 'Something went wrong on our side' },
};

type Extra = { detail?: string; errors?: Problem['errors']; headers?: Record<string, string> };

/** RFC 9457 problem details; `id` is the request's, so that the log line behind it can be found. */
export function problem(c: Context, code: ProblemCode, { detail, errors, headers = {} }: Extra = {}): Response {
  const { status, title } = KNOWN_PROBLEMS[code];
  const body: Problem = { type: `/problems/${code}`, title, status, code, id: c.get('requestId'), detail, errors };
  return c.json(body, status, { ...headers, 'content-type': 'application/problem+json' });
}

/** Whatever was thrown becomes a problem here, and nowhere else. A 500 says nothing but its id; the log says the rest. */
export function problemOf(error: unknown, c: Context, log: Logger): Response {
  if (error instanceof Refusal) return problem(c, error.code, { detail: error.message, errors: error.errors });
  if (error instanceof HTTPException && error.status === 400) {
    return problem(c, 'invalid-request', { detail: 'The body is not JSON.' });
  }
  if (error instanceof HTTPException && error.status === 413) return problem(c, 'too-large');
  const code = isDatabaseTrouble(error) ? 'unavailable' : 'internal';
  log.error({ err: causeOf(error), requestId: c.get('requestId') }, 'request failed');
  return problem(c, code, code === 'unavailable' ? { headers: { 'retry-after': '2' } } : {});
}

/** Drizzle's own message carries the query's parameters, which are people's words: the first cause says enough. */
const causeOf = (error: unknown): unknown => (error instanceof Error && error.cause ? causeOf(error.cause) : error);

const CONNECTION_LOST = /^(ECONN|CONNECT_TIMEOUT|CONNECTION_|EPIPE|57P0|08|53|55P03|57014)/;

function isDatabaseTrouble(error: unknown): boolean {
  const cause = causeOf(error);
  return typeof cause === 'object' && cause !== null && 'code' in cause && CONNECTION_LOST.test(String(cause.code));
}
