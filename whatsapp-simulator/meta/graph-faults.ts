import { setTimeout as delay } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import type { Simulation } from '../simulation.ts';
import { GraphError } from './errors.ts';

export type GraphEnv = { Bindings: HttpBindings; Variables: { token: string } };

/** Refuses, delays or loses calls as the fault settings say. */
export function graphFaults({ faults }: Simulation): MiddlewareHandler<GraphEnv> {
  return async function graphFaults(c, next) {
    const { loseRequests, errors, answerDelayMs, loseAnswers } = faults.settings;
    if (faults.strikes(loseRequests)) return breakConnection(c);
    if (errors && faults.strikes(errors.rate)) throw new GraphError(errors.code);
    const isLost = faults.strikes(loseAnswers);
    await next();
    if (answerDelayMs > 0) await delay(answerDelayMs);
    return isLost ? breakConnection(c) : undefined;
  };
}

function breakConnection(c: Context<GraphEnv>): Response {
  c.env.outgoing.destroy();
  c.res = undefined;
  return RESPONSE_ALREADY_SENT;
}
