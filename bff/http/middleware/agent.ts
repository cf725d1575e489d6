import type { MiddlewareHandler } from 'hono';
import { findAgentOfUser, findMerchantOfUser } from '../../db/agents.ts';
import type { Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { problem } from '../problem.ts';

/** Lets in a logged-in agent, for the merchant they work for. */
export const requireAgent = ({ auth, db }: Deps): MiddlewareHandler<AgentEnv> =>
  async function requireAgent(c, next) {
    const { response: login, headers } = await auth.api.getSession({ headers: c.req.raw.headers, returnHeaders: true });
    const merchantId = login && (await findMerchantOfUser(db, login.user.id));
    const agent = merchantId && (await findAgentOfUser({ db, merchantId }, login.user.id));
    if (!agent) return problem(c, 'unauthenticated', { detail: 'Log in first.' });
    // A session that is used is renewed: the cookie must learn of it, or who works every day is logged out after a week.
    for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
    c.set('merchantId', merchantId);
    c.set('agent', agent);
    c.set('sessionId', login.session.id);
    return next();
  };
