import type { MiddlewareHandler } from 'hono';
import type { AgentEnv } from '../env.ts';
import { problem } from '../problem.ts';

/** For owners of the shop's account alone. */
export const requireOwner: MiddlewareHandler<AgentEnv> = async function requireOwner(c, next) {
  return c.var.agent.role === 'owner' ? next() : problem(c, 'forbidden', { detail: 'Only an owner may do this.' });
};
