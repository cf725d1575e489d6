import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { HOUR, SECOND } from '../../bff/domain/duration.ts';
import { atMost } from '../figure.ts';
import { type Child, ROOT, startChild } from '../parts/child.ts';
import { percentile } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { fillRuns } from './fill.ts';

const PROCESSES = 4;
/** Of what one process can do, so many a second come due: there is room for a process to die. */
const LOAD = 0.5;
const FIRST_IN = 5 * SECOND;
/** Milliseconds that a timer may take to be moved to its time. */
const MOVED_IN = 0.4;
const KILL_EVERY = 8 * SECOND;
/** What came due so soon after a kill counts as after one. */
const AFTER_KILL = 5 * SECOND;
const KEEPER = join(ROOT, 'bff/testing/timekeeper-process.ts');

type World = {
  owner: postgres.Sql;
  appUrl: string;
  world: { merchantId: string };
  rule: string;
  timers: number;
  /** Runs that one process looks at in a second. */
  aSecond: number;
};

/**
 * Timers come due one after the other while four processes look at them by the real clock: the first half in peace, then one process
 * after the other is killed (-9) and started anew. An effect is seen when its decision is written, within the transaction.
 */
export async function measureKills(
  { owner, appUrl, world, rule, timers, aSecond }: World,
  { scope, report, note }: Bench,
): Promise<void> {
  const { merchantId } = world;
  const every = 1000 / (aSecond * LOAD);
  const whole = timers * every;
  note(`${timers} timers within ${Math.round(whole / 1000)} s, ${PROCESSES} processes`);
  await owner`truncate queue.timers`;
  await watchEffects(owner);
  // Filling takes its time: when the first of them is due is settled afterwards.
  const moment = new Date();
  await fillRuns(owner, { merchantId, rule, runs: timers, moment, every });
  const begun = Date.now() + FIRST_IN + timers * MOVED_IN;
  await owner`select bench.shift(${begun - HOUR - moment.getTime()}::float8)`;

  const start = async () => {
    const child = startChild(scope, { args: [KEEPER], env: { DATABASE_APP_URL: appUrl } });
    await once(child.process, 'message');
    return child;
  };
  const keepers: Child[] = await Promise.all(Array.from({ length: PROCESSES }, start));
  const kills: Date[] = [];
  await sleep(begun + whole / 2 - Date.now());
  for (let n = 0; n === 0 || Date.now() < begun + whole - AFTER_KILL; n += 1) {
    const victim = n % PROCESSES;
    kills.push(new Date());
    await keepers[victim]!.kill();
    keepers[victim] = await start();
    await sleep(KILL_EVERY);
  }
  while ((await owner`select from queue.timers limit 1`).length > 0) await sleep(200);
  for (const keeper of keepers) await keeper.kill();

  const seen = await owner<{ due: Date; late: number }[]>`
    select r.moment + interval '1 hour' as due, extract(epoch from e.seen_at - r.moment - interval '1 hour')::float8 * 1000 as late
    from bench.effects e join automation_runs r on r.id = e.run_id where r.merchant_id = ${merchantId}`;
  const [counted] = await owner<{ runs: number; queued: number }[]>`
    select (select count(distinct run_id)::int from bench.effects) as runs, count(*)::int as queued
    from deliveries d where exists (select from bench.effects e where e.message_id = d.message_id)`;
  const doubled = seen.length - counted!.runs + Math.abs(counted!.queued - counted!.runs);
  report({ figure: 'effects-lost', value: timers - counted!.runs, unit: '', aim: atMost(0) });
  report({ figure: 'effects-doubled', value: doubled, unit: '', aim: atMost(0) });
  report({ figure: 'effects-early', value: seen.filter(({ late }) => late < 0).length, unit: '', aim: atMost(0) });
  const isCalm = ({ due }: { due: Date }) => due.getTime() < begun + whole / 2;
  const follows = ({ due }: { due: Date }) =>
    kills.some(at => due >= new Date(+at - AFTER_KILL) && due < new Date(+at + AFTER_KILL));
  const p99 = (of: readonly { late: number }[]) =>
    percentile(
      of.map(({ late }) => late),
      0.99,
    );
  report({ figure: 'late-p99-calm', value: p99(seen.filter(isCalm)), unit: 'ms', aim: atMost(2000) });
  report({ figure: 'late-p99-after-a-kill', value: p99(seen.filter(follows)), unit: 'ms', aim: atMost(10_000) });
  report({ figure: 'kills', value: kills.length, unit: '' });
}

/** Notes each effect by the database's own clock, as it is written. */
async function watchEffects(owner: postgres.Sql): Promise<void> {
  await owner.unsafe(`
    create schema bench;
    create table bench.effects (run_id uuid not null, message_id uuid, seen_at timestamptz not null);
    create function bench.note() returns trigger language plpgsql security definer as
      $$ begin insert into bench.effects values (new.run_id, new.message_id, clock_timestamp()); return null; end $$;
    create trigger effects after insert on automation_decisions for each row when (new.outcome = 'sent') execute function bench.note();
    create function bench.shift(ms float8) returns void language sql as $$
      update carts set updated_at = updated_at + ms * interval '1 millisecond' where id in (
        select (r.subject->>'cart')::uuid from automation_runs r join queue.timers t on t.run_id = r.id);
      update automation_runs set moment = moment + ms * interval '1 millisecond', due_at = due_at + ms * interval '1 millisecond'
        where id in (select run_id from queue.timers);
      update queue.timers set due_at = due_at + ms * interval '1 millisecond' $$;`);
}
