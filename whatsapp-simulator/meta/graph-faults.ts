import { setTimeout as delay } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import type { FaultSettings, Faults } from '../faults.ts';
import type { Simulation } from '../simulation.ts';
import { noteCall } from './call-log.ts';
import { GraphError } from './errors.ts';

export type GraphEnv = { Bindings: HttpBindings; Variables: { token: string; body: unknown } };

/** Refuses, delays, garbles or loses calls as the fault settings say, and writes down what became of each send. */
export function graphFaults(simulation: Simulation): MiddlewareHandler<GraphEnv> {
  const { faults } = simulation;
  return async function graphFaults(c, next) {
    const id = c.req.path.split('/')[2] ?? '';
    const settings = faults.of(id);
    const note = noteCall(simulation, c, id);
    const breakage = draw(faults, settings);
    if (breakage?.when === 'before') {
      await note('lost-before', null);
      return breakage.answer(c);
    }
    const injected = faults.error(id, 'answer');
    if (injected === null) await next();
    const code = injected ?? (c.error instanceof GraphError ? c.error.body.code : null);
    if (breakage) await note(code === null ? 'lost-after' : 'lost-before', code);
    else await note(code === null ? 'accepted' : 'refused', code);
    const ms = lateness(faults, settings);
    if (ms > 0) await delay(ms);
    if (breakage) return breakage.answer(c);
    if (injected !== null) throw new GraphError(injected);
    return undefined;
  };
}

type Breakage = { when: 'before' | 'after'; answer: (c: Context<GraphEnv>) => Response };

function draw(faults: Faults, { loseRequests, loseAnswers, garble }: FaultSettings): Breakage | null {
  if (faults.strikes(loseRequests)) return { when: 'before', answer: breakConnection };
  if (faults.strikes(garble)) return { when: faults.strikes(0.5) ? 'before' : 'after', answer: badGateway };
  return faults.strikes(loseAnswers) ? { when: 'after', answer: breakConnection } : null;
}

function lateness(faults: Faults, { answerDelayMs, answerDelay }: FaultSettings): number {
  return answerDelay && faults.strikes(answerDelay.rate) ? answerDelayMs + answerDelay.ms : answerDelayMs;
}

function breakConnection(c: Context<GraphEnv>): Response {
  c.env.outgoing.destroy();
  c.res = undefined;
  return RESPONSE_ALREADY_SENT;
}

const BAD_GATEWAY = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

function badGateway(c: Context<GraphEnv>): Response {
  const page = new Response(BAD_GATEWAY, { status: 502, headers: { 'content-type': 'text/html' } });
  // What the handler answered is dropped first: setting an answer over another one would merge their headers.
  c.res = undefined;
  c.res = page;
  return page;
}
