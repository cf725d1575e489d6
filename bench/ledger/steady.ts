import { setTimeout as sleep } from 'node:timers/promises';
import { atMost } from '../figure.ts';
import type { Bench } from '../suite.ts';
import { fillCampaign } from './fill.ts';
import type { World } from './world.ts';

const PER_SECOND = 80;

/** One number that may send 80 a second, with webhooks coming: how near to that it keeps, and that Meta never says it was too many. */
export async function measureSteady(world: World, people: number, { options, report, note }: Bench): Promise<void> {
  const seconds = Math.round(options.minutes * 60);
  note(`80 a second for ${seconds} s`);
  await world.account(true, PER_SECOND);
  await world.simulator.untilVerified();
  await world.throughput(PER_SECOND);
  const before = await world.simulator.callCount();
  await fillCampaign(world.owner, world.lines.slice(0, 1), { messages: (seconds + 5) * PER_SECOND, people });
  // The first second is spent on waking up.
  await sleep((seconds + 3) * 1000);
  const calls = (await world.simulator.calls()).slice(before);
  const at = calls.map(call => Date.parse(call.at));
  const from = at[0]! + 1_000;
  const within = at.filter(ms => ms >= from && ms < from + seconds * 1000).length;
  const every = (seconds * 1000) / within;
  report({
    figure: 'between-two-at-80-a-second',
    value: every,
    unit: 'ms',
    floor: 1000 / PER_SECOND,
    aim: atMost(1000 / 78),
  });
  const throttled = calls.filter(({ outcome, code }) => outcome === 'refused' && code === 130429).length;
  report({ figure: 'throttle-answers', value: throttled, unit: '', aim: atMost(0) });
}
