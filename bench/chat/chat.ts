import { setTimeout as sleep } from 'node:timers/promises';
import { atMost } from '../figure.ts';
import { startBare } from '../parts/bare.ts';
import { startPostgres, startServer } from '../parts/server.ts';
import { seedShoppers } from '../parts/shoppers.ts';
import { percentile } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { talkOnBare } from './bare-talk.ts';
import { timeInserts } from './durable-insert.ts';
import { type Talk, timeMessage, type Way } from './talk.ts';
import { talkOnWoodex } from './woodex-talk.ts';

const STREAMS = 500;
const WAYS: Way[] = ['agent-to-shopper', 'shopper-to-agent'];
/** A busy shop: 40 messages a second, each direction in turn. */
const PACE_MS = 25;
const MESSAGES_A_ROUND = 100;
const BURST = 100;

/** From the POST of one side until the other side's stream tells of it, with 500 shoppers listening. */
export async function measureChat({ options, scope, report, note }: Bench): Promise<void> {
  const ownerUrl = await startPostgres(scope);
  const [server, bare] = await Promise.all([
    startServer(scope, { ownerUrl, live: 'process', profile: options.profile }),
    startBare(scope),
  ]);
  const shoppers = await seedShoppers(ownerUrl, server, STREAMS);
  const [ours, floor] = await Promise.all([talkOnWoodex(server, shoppers), talkOnBare(bare, STREAMS)]);
  scope.defer(() => {
    ours.close();
    floor.close();
  });

  const times = { ours: emptyTimes(), floor: emptyTimes(), insert: [] as number[] };
  const bursts = { ours: [] as number[], floor: [] as number[] };
  await keepPace(ours, emptyTimes(), 0);
  for (let round = 1; round <= options.rounds; round++) {
    note(`round ${round} of ${options.rounds}`);
    times.insert.push(...(await timeInserts(ownerUrl, MESSAGES_A_ROUND / 2)));
    await keepPace(floor, times.floor, round);
    await keepPace(ours, times.ours, round);
    bursts.floor.push(await burst(floor, round));
    bursts.ours.push(await burst(ours, round));
  }
  for (const way of WAYS) {
    for (const [name, p, limit] of [['p50', 0.5, 10] as const, ['p99', 0.99, 50] as const]) {
      const [value, least] = [percentile(times.ours[way], p), percentile(times.floor[way], p)];
      report({ figure: `${way}-${name}`, value, unit: 'ms', floor: least, aim: atMost(limit) });
    }
  }
  report({
    figure: 'message-over-one-insert-p50',
    value: percentile(times.ours['agent-to-shopper'], 0.5),
    unit: 'ms',
    floor: percentile(times.insert, 0.5),
  });
  report({
    figure: `burst-of-${BURST}-last-seen`,
    value: percentile(bursts.ours, 0.5),
    unit: 'ms',
    floor: percentile(bursts.floor, 0.5),
  });
}

const emptyTimes = (): Record<Way, number[]> => ({ 'agent-to-shopper': [], 'shopper-to-agent': [] });

/** Messages leave at a fixed pace, whether or not those before have arrived: a slow one delays none, and hides none. */
async function keepPace(talk: Talk, times: Record<Way, number[]>, round: number): Promise<void> {
  const begun = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let i = 0; i < MESSAGES_A_ROUND; i++) {
    const way = WAYS[i % WAYS.length]!;
    await sleep(Math.max(0, begun + i * PACE_MS - performance.now()));
    sent.push(timeMessage(talk, way, round * MESSAGES_A_ROUND + i).then(ms => times[way].push(ms)));
  }
  await Promise.all(sent);
}

/** Agents answer in so many conversations at once: milliseconds until the last shopper sees theirs. */
async function burst(talk: Talk, round: number): Promise<number> {
  const times = Array.from({ length: BURST }, (_, i) => timeMessage(talk, 'agent-to-shopper', round * BURST + i));
  return Math.max(...(await Promise.all(times)));
}
