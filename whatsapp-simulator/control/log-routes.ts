import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Simulation } from '../simulation.ts';

const Page = z.object({
  after: z.coerce.number().int().min(0).catch(0),
  limit: z.coerce.number().int().min(1).max(100_000).catch(1_000),
});

/** The two logs that a harness compares with what we believe: what phones truly received, what Meta answered. */
export function logRoutes({ arrivals, calls }: Simulation) {
  const page = (log: Log<object>) => (c: Context) => {
    const { after, limit } = Page.parse(c.req.query());
    return c.json(log.page(after, limit));
  };
  return new Hono().get('/log', page(arrivals)).get('/calls', page(calls));
}
