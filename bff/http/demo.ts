import { Hono } from 'hono';
import { ClockMove, type DemoClock } from '../../contract/demo.ts';
import { MINUTE } from '../domain/duration.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { requireOperator } from './middleware/operator.ts';
import { problem } from './problem.ts';
import { body } from './validate.ts';

/** The demo's time machine, for who runs it. A server that is no demo has none. */
export const demoRoutes = (deps: Deps) => {
  const clockNow = (aheadMs: number): DemoClock => ({ now: deps.clock.now().toISOString(), aheadMs });
  return new Hono<Env>()
    .use(requireOperator(deps))
    .get('/clock', c => (deps.timeMachine ? c.json(clockNow(deps.timeMachine.offset())) : problem(c, 'not-found')))
    .post('/clock', body(ClockMove), async c => {
      const { timeMachine, live } = deps;
      if (!timeMachine) return problem(c, 'not-found');
      await timeMachine.moveOn(c.req.valid('json').minutes * MINUTE);
      live.publish({ kind: 'work' });
      live.publish({ kind: 'work', jobs: 'timers' });
      return c.json(clockNow(timeMachine.offset()));
    });
};
