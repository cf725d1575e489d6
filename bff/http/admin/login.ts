import type { Context } from 'hono';
import { Hono } from 'hono';
import type { ProblemCode } from '../../../contract/problem.ts';
import { CLIENT_ADDRESS } from '../auth.ts';
import type { Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { clientAddress } from '../middleware/client-address.ts';
import { problem } from '../problem.ts';

/** The two doors of the login library that the dashboard uses. The others of its many stay shut. */
export const loginRoutes = (deps: Deps) => {
  const enter = async (c: Context<AgentEnv>) => {
    const headers = new Headers(c.req.raw.headers);
    // Overwritten, whatever came in: attempts are counted by the address we believe.
    headers.set(CLIENT_ADDRESS, clientAddress(c, deps.trustedProxies));
    const answer = await deps.auth.handler(new Request(c.req.raw, { headers }));
    return answer.ok ? answer : refused(c, answer);
  };
  return new Hono<AgentEnv>().post('/sign-in/email', enter).post('/sign-out', enter);
};

/** The library's refusals in our own form. Whether the e-mail is known is not told. */
function refused(c: Context, answer: Response): Response {
  const [code, detail] =
    REFUSALS[answer.status] ?? (['invalid-request', 'Send `email` and `password` as JSON.'] as const);
  const wait = answer.headers.get('x-retry-after');
  return problem(c, code, { detail, ...(wait && { headers: { 'retry-after': wait } }) });
}

const REFUSALS: Record<number, readonly [ProblemCode, string]> = {
  401: ['unauthenticated', 'E-mail or password is not right.'],
  403: ['forbidden', 'Only the dashboard itself may do this.'],
  429: ['too-many-requests', 'Too many attempts: wait a little.'],
  500: ['internal', ''],
};
