import { Hono } from 'hono';
import { z } from 'zod';
import { sameOriginOnly } from './security.ts';
import type { TimeMachine } from './time-machine.ts';

const Move = z.object({ minutes: z.coerce.number().int().min(1).max(10_080) });

/** What the buttons in the footer do: the page they were pressed on is shown again, later. */
export const timeMachineRoutes = (machine: TimeMachine) =>
  new Hono().use(sameOriginOnly).post('/', async c => {
    const move = Move.safeParse(await c.req.parseBody());
    if (!move.success) return c.text('Time goes on by an hour, a day or a week.', 422);
    await machine.moveOn(move.data.minutes);
    const from = c.req.header('referer');
    const { pathname, search } = from ? new URL(from) : { pathname: '/', search: '' };
    return c.redirect(`${pathname}${search}`, 303);
  });
