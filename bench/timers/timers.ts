import postgres from 'postgres';
import { openDatabase } from '../../bff/db/connection.ts';
import type { Db } from '../../bff/db/merchant-tx.ts';
import { ensureAppRole } from '../../bff/db/roles.ts';
import { merchantsWithTimers } from '../../bff/db/timers.ts';
import { HOUR } from '../../bff/domain/duration.ts';
import { inProcessLive } from '../../bff/live/in-process.ts';
import { followJourneys } from '../../bff/services/follow-journeys.ts';
import { runAutomations } from '../../bff/services/run-automations.ts';
import { automationWorld, cartRule } from '../../bff/testing/automation-world.ts';
import { timesFloor } from '../figure.ts';
import { startPostgres, startServer } from '../parts/server.ts';
import { median } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { fillPending, fillRuns, markAll } from './fill.ts';
import { measureKills } from './kills.ts';

const live = inProcessLive();
const AT_ONCE = 100;
const FEW = 1_000;
const RULES = 200;

/** What a look at what is due costs, however much waits, and what rules add to following journeys. */
export async function measureTimers(bench: Bench): Promise<void> {
  const { options, scope, report, note } = bench;
  const ownerUrl = await startPostgres(scope);
  const server = await startServer(scope, { ownerUrl, live: 'process' });
  // It has made the tables. Nobody but us is to look at what is due.
  await server.child.kill();
  const { appUrl } = await ensureAppRole({ ownerUrl, secret: server.secret });
  const { db, sql: app } = openDatabase(appUrl, { max: 2 });
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  scope.defer(async () => {
    await app.end();
    await owner.end();
  });
  const now = new Date();
  const world = await automationWorld(db);
  const { merchantId } = world;
  await owner`select set_config('app.merchant_id', ${merchantId}, false)`;
  const dueAt = new Date(now.getTime() - HOUR);

  const rule = await world.rule(cartRule(), dueAt);
  const look = async (waiting: number) => {
    note(`${waiting} wait`);
    await fillPending(owner, merchantId, waiting, now);
    await fillRuns(owner, { merchantId, rule, runs: AT_ONCE * options.rounds, moment: dueAt });
    return ticks(db, merchantId, now);
  };
  // The first look warms up what the others find warm; few and many take turns, so that tables that grow are no difference.
  await look(FEW);
  const [many, few] = [await look(options.rows), await look(FEW)];
  const [manyAgain, fewAgain] = [await look(options.rows), await look(FEW)];
  const floor = (few + fewAgain) / 2;
  report({
    figure: `tick-over-${options.rows}`,
    value: (many + manyAgain) / 2,
    unit: 'ms',
    floor,
    aim: timesFloor(1.2),
  });
  report({ figure: 'runs-a-second', value: (AT_ONCE / floor) * 1000, unit: '' });

  await measureKills({ owner, appUrl, world, rule, timers: options.timers, aSecond: (AT_ONCE / floor) * 1000 }, bench);

  note('following with and without rules');
  const without = await follow(owner, db, merchantId, now, false);
  for (let n = 0; n < RULES; n += 1)
    await world.rule(cartRule({ trigger: { on: 'event', name: `custom.rule_${n}` }, once: { per: 'event' } }), dueAt);
  const withRules = await follow(owner, db, merchantId, now, true);
  report({ figure: `follow-with-${RULES}-rules`, value: withRules, unit: 'ms', floor: without });
}

/** The middle one of all looks at {@link AT_ONCE} that are due, in ms. */
async function ticks(db: Db, merchantId: string, now: Date): Promise<number> {
  const times: number[] = [];
  for (;;) {
    const begun = performance.now();
    if ((await merchantsWithTimers(db, now)).length === 0) return median(times);
    await runAutomations({ db, live, now }, merchantId, AT_ONCE);
    times.push(performance.now() - begun);
  }
}

/** Milliseconds for each hundred people. */
async function follow(owner: postgres.Sql, db: Db, merchantId: string, now: Date, isOn: boolean): Promise<number> {
  await owner`update automation_rules set enabled = ${isOn} where merchant_id = ${merchantId}`;
  const people = await markAll(owner, merchantId);
  const begun = performance.now();
  for (let taken = 1; taken > 0; ) taken = await followJourneys({ db, live, now }, merchantId, 'event', AT_ONCE);
  return ((performance.now() - begun) / people) * AT_ONCE;
}
