import type { Context } from 'hono';
import type { Call } from '../log.ts';
import type { Simulation } from '../simulation.ts';
import type { GraphEnv } from './graph-faults.ts';

/** Writes down what became of a send. Other calls, and read marks, are not logged. */
export function noteCall({ calls, clock }: Simulation, c: Context<GraphEnv>, phoneNumberId: string) {
  const isMessage = c.req.method === 'POST' && c.req.path.endsWith('/messages');
  return async (outcome: Call['outcome'], code: number | null) => {
    if (!isMessage) return;
    const body = await readBody(c);
    if (!isObject(body) || 'status' in body) return;
    const { biz_opaque_callback_data: data, to, recipient } = body;
    calls.add({
      at: clock.now(),
      phoneNumberId,
      kind: 'message',
      outcome,
      code,
      callbackData: typeof data === 'string' ? data : null,
      to: typeof to === 'string' ? to : typeof recipient === 'string' ? recipient : null,
    });
  };
}

/** The JSON of the body, parsed once for all who ask; null when it is none. */
export async function readBody(c: Context<GraphEnv>): Promise<unknown> {
  if (c.get('body') === undefined) c.set('body', await c.req.json().catch(() => null));
  return c.get('body');
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
