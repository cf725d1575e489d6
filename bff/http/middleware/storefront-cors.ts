import type { Context, MiddlewareHandler } from 'hono';
import { withMerchant } from '../../db/merchant-tx.ts';
import { findMerchant, type Merchant } from '../../db/merchants.ts';
import { MINUTE } from '../../domain/duration.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../problem.ts';

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type, last-event-id',
  'access-control-max-age': '7200',
};

/**
 * Answers preflights. They carry no key, so any origin is told yes; whether it may read an answer is decided on the request itself.
 * There are no cookies here, so a foreign page gains nothing by asking.
 */
export const answerPreflight: MiddlewareHandler = async function answerPreflight(c, next) {
  c.header('vary', 'origin', { append: true });
  if (c.req.method !== 'OPTIONS') return next();
  allowOrigin(c);
  return c.body(null, 204, PREFLIGHT);
};

/**
 * A refusal may be read from anywhere: it says nothing about anybody, and the page must see when to come back. Only `forbidden`
 * stays closed: that page is not to learn anything here.
 */
export const showRefusals: MiddlewareHandler = async function showRefusals(c, next) {
  await next();
  if (!c.res.ok && c.res.status !== 403 && !c.res.headers.has('access-control-allow-origin')) allowOrigin(c);
};

/** What is said to one shopper is for nobody's cache, unless the route says otherwise. */
export const keepOutOfCaches: MiddlewareHandler = async function keepOutOfCaches(c, next) {
  c.header('cache-control', 'no-store');
  await next();
};

/** Lets the page that asked read the answer. */
export function allowOrigin(c: Context): void {
  const origin = c.req.header('origin');
  if (origin) c.header('access-control-allow-origin', origin);
  c.header('access-control-expose-headers', 'retry-after, x-request-id');
}

const KEPT_FOR = MINUTE / 2;
const kept = new WeakMap<Deps, Map<string, { merchant: Merchant | null; until: number }>>();

/** The merchant, as it was at most half a minute ago. */
export async function merchantOf(deps: Deps, merchantId: string): Promise<Merchant | null> {
  const merchants = kept.get(deps) ?? new Map();
  kept.set(deps, merchants);
  const now = deps.clock.now().getTime();
  const known = merchants.get(merchantId);
  if (known && now < known.until) return known.merchant;
  const merchant = await withMerchant(deps.db, merchantId, findMerchant);
  // What does not exist is not kept: anybody can make up keys.
  if (merchant) merchants.set(merchantId, { merchant, until: now + KEPT_FOR });
  return merchant;
}

/** No Origin at all is no browser's page: then there is nobody to protect by refusing. */
export async function isAllowedOrigin(deps: Deps, c: Context, merchantId: string): Promise<boolean> {
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  return (await merchantOf(deps, merchantId))?.allowedOrigins.includes(origin) ?? false;
}

export const unknownKey = (c: Context) => problem(c, 'not-found', { detail: 'key: no shop has this key.' });
