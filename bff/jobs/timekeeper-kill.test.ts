import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DAY, HOUR, SECOND } from '../domain/duration.ts';
import { automationWorld, cartRule, cartStep } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';

const KEEPER = fileURLToPath(new URL('../testing/timekeeper-process.ts', import.meta.url));
const WITH_PARENT = fileURLToPath(new URL('../../scripts/end-with-parent.ts', import.meta.url));
const PROCESSES = 3;
const PEOPLE = 60;
const EVERY = 40;
const KILLS = 5;

/** Several processes over one database, on the real clock. */
describe('timers while processes are killed', () => {
  let test: TestDatabase;
  const keepers: ChildProcess[] = [];
  before(async () => {
    test = await testDatabase();
  });
  after(async () => {
    for (const keeper of keepers) await kill(keeper);
    await test.drop();
  });

  async function start(n: number): Promise<void> {
    const env = { DATABASE_APP_URL: test.appUrl };
    const keeper = spawn(process.execPath, ['--import', WITH_PARENT, KEEPER], {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    keepers[n] = keeper;
    await once(keeper, 'message');
  }
  async function kill(keeper: ChildProcess): Promise<void> {
    if (keeper.exitCode !== null || keeper.signalCode !== null) return;
    const exited = once(keeper, 'exit');
    keeper.kill('SIGKILL');
    await exited;
  }

  it('have one effect each, none before its time', async () => {
    const world = await automationWorld(test.appDb);
    const begun = new Date();
    await world.rule(cartRule({ steps: [cartStep(60)] }), new Date(begun.getTime() - DAY));
    const people = [];
    for (let n = 0; n < PEOPLE; n += 1) people.push(await world.shopper());
    // Each is due a little after the one before, the first of them in a moment.
    const first = Date.now() + 3 * SECOND - HOUR;
    for (const [n, { visitorId }] of people.entries()) await world.fills(visitorId, new Date(first + n * EVERY));
    await world.follow(new Date());
    await Promise.all(Array.from({ length: PROCESSES }, (_, n) => start(n)));
    for (let n = 0; n < KILLS; n += 1) {
      await sleep(200);
      await kill(keepers[n % PROCESSES]!);
      await start(n % PROCESSES);
    }
    const left = () => test.ownerSql<{ n: number }[]>`select count(*)::int as n from queue.timers`;
    await eventually(async () => (await left())[0]!.n === 0, 'all timers looked at');
    const rows = await world.as(tx =>
      tx.execute<{ acts: number; early: number; deliveries: number; sends: number }>(`
        select (select count(*)::int from automation_decisions where outcome = 'sent') as acts,
          (select count(*)::int from automation_decisions d join automation_runs r on r.merchant_id = d.merchant_id and r.id = d.run_id
            where d.outcome = 'sent' and d.at < r.moment + interval '1 hour') as early,
          (select count(distinct conversation_id)::int from deliveries) as deliveries, (select count(*)::int from deliveries) as sends`),
    );
    assert.deepEqual(rows[0], { acts: PEOPLE, early: 0, deliveries: PEOPLE, sends: PEOPLE });
    for (const { customerId } of people) assert.equal((await world.story(customerId))[0]?.state, 'done');
  });
});
