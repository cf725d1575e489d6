import type { MiddlewareHandler } from 'hono';
import { withMerchant } from '../../db/merchant-tx.ts';
import { findJourneyVisitors, findVisitors, type Visitor } from '../../db/visitors.ts';
import { parseVisitorToken } from '../../security/token.ts';
import { batched } from '../../services/batched.ts';
import type { Deps } from '../deps.ts';
import type { VisitorEnv } from '../env.ts';
import { problem } from '../problem.ts';
import { allowOrigin, isAllowedOrigin } from './storefront-cors.ts';

/** Lets in who holds a visitor's token, on a page of that merchant. */
export const requireVisitor = (deps: Deps): MiddlewareHandler<VisitorEnv> => {
  const find = batched(async (merchantId, hashes: Buffer[]) => {
    const found = await withMerchant(deps.db, merchantId, tx => findVisitors(tx, hashes));
    return (hash): Visitor | undefined => found.get(hash.toString('hex'));
  });

  /** It is a browser's that told its journey, and has not opened the chat. */
  async function mayBegin({ merchantId, hash }: { merchantId: string; hash: Buffer }): Promise<boolean> {
    const key = hash.toString('hex');
    const told = (await withMerchant(deps.db, merchantId, tx => findJourneyVisitors(tx, [key]))).get(key);
    return told?.mayChat === true && !told.revoked;
  }

  return async function requireVisitor(c, next) {
    const token = /^Bearer ([\w-]+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    const claim = token ? parseVisitorToken(token) : null;
    const visitor = claim && (await find(claim.merchantId, claim.hash));
    // A browser may read this answer from anywhere: it says nothing, and the page must know that its token is gone.
    if (!claim || !visitor) {
      allowOrigin(c);
      if (claim && (await mayBegin(claim))) return problem(c, 'not-found', NOTHING_BEGUN);
      return problem(c, 'unauthenticated', { detail: 'The token is not, or no longer, valid.' });
    }
    if (!(await isAllowedOrigin(deps, c, claim.merchantId))) return problem(c, 'forbidden', ORIGIN_NOT_LISTED);
    allowOrigin(c);
    c.set('merchantId', claim.merchantId);
    c.set('visitor', visitor);
    return next();
  };
};

const NOTHING_BEGUN = { detail: 'This browser has no conversation yet: POST /v1/visitors with its token begins one.' };
export const ORIGIN_NOT_LISTED = { detail: "This page's origin is not among the shop's allowed origins." };
