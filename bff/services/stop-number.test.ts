import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { holdLane } from '../db/lanes.ts';
import { findNumber } from '../db/whatsapp-numbers.ts';
import { inProcessLive } from '../live/in-process.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import { NOW } from '../testing/merchants.ts';
import { sendingWorld } from '../testing/sending-world.ts';
import { resumeSending } from './set-up-number.ts';
import { stopNumber } from './stop-number.ts';
import { retryConflict } from './write-conflict.ts';

let test: TestDatabase;
before(async () => {
  test = await testDatabase();
});
after(() => test.drop());

it('a number is resumed by hand while its sender, who has the line, stops it: both are done, one after the other', async () => {
  const world = await sendingWorld(test.appDb);
  const context = { db: test.appDb, live: inProcessLive(), now: NOW };
  const stop = { what: 'all', code: 131031, reason: 'locked', until: null } as const;
  let resumed: Promise<void> | undefined;
  await retryConflict(() =>
    world.as(async tx => {
      await holdLane(tx, world.numberId, NOW);
      resumed ??= resumeSending(context, world.merchantId, world.numberId);
      await eventually(async () => {
        const [row] = await test.appSql`select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        return row!.n > 0;
      }, 'whoever resumes it waits for the line');
      await stopNumber(tx, world.numberId, stop, NOW);
    }),
  );
  await resumed;
  const { sending } = (await world.as(tx => findNumber(tx, world.numberId)))!;
  assert.ok(sending === 'on' || sending === 'stopped', sending);
});
