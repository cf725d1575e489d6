import { setTimeout as sleep } from 'node:timers/promises';
import { atMost } from '../figure.ts';
import { type Bare, startBare } from '../parts/bare.ts';
import { memoryOf } from '../parts/memory.ts';
import { type Server, startPostgres, startServer } from '../parts/server.ts';
import { type Shopper, seedShoppers } from '../parts/shoppers.ts';
import { Scope } from '../scope.ts';
import type { Bench } from '../suite.ts';
import { Crowd } from './crowd.ts';
import { assertDescriptors } from './descriptors.ts';
import { startWriting } from './writing.ts';

/** Long enough for memory to settle and a beat to have been sent. */
const SETTLE_MS = 17_000;
const AWAY_MS = 3_000;
const WRITES_PER_SECOND = 50;
const LONGEST_RETURN = 60_000;

/** Thousands of shoppers listen; the server is killed; everybody comes back and has missed nothing. */
export async function measureStreams(bench: Bench): Promise<void> {
  const { options, scope, report, note } = bench;
  assertDescriptors(options.streams);
  const floor = await measureFloor(bench);

  const ownerUrl = await startPostgres(scope);
  const server = await startServer(scope, { ownerUrl, live: 'postgres', profile: options.profile });
  const shoppers = await seedShoppers(ownerUrl, server, options.streams);
  const crowd = new Crowd();
  scope.defer(() => crowd.close());
  note(`opening ${shoppers.length} streams`);
  const opening = await open(crowd, server, streamsOf(server, shoppers));
  report({ figure: 'open-all', value: opening.seconds, unit: 's', floor: floor.opening.seconds });
  for (const kind of ['resident', 'heap'] as const) {
    report({ figure: `${kind}-per-idle-stream`, value: opening[kind], unit: 'kB', floor: floor.opening[kind] });
  }

  const conversations = shoppers.map(({ conversationId }) => conversationId);
  const writing = await startWriting(scope, ownerUrl, server, conversations, WRITES_PER_SECOND);
  await sleep(2_000);
  note('killing the server');
  await server.child.kill();
  await sleep(AWAY_MS);
  const answeredAt = await server.restart();
  const backAt = await crowd.caughtUp(LONGEST_RETURN);
  const seconds = Math.max(0, backAt - answeredAt) / 1000;
  report({ figure: 'all-resumed-after-restart', value: seconds, unit: 's', floor: floor.back, aim: atMost(10) });

  await sleep(2_000);
  const written = await writing.stop();
  const lost = await countLost(crowd, shoppers, written);
  const { gaps, doubles, resets } = crowd.faults();
  const total = [...written.values()].reduce((sum, n) => sum + n, 0);
  report({ figure: 'updates-written-meanwhile', value: total, unit: '' });
  report({ figure: 'gaps', value: gaps, unit: '', aim: atMost(0) });
  report({ figure: 'doubles', value: doubles, unit: '', aim: atMost(0) });
  report({ figure: 'updates-never-seen', value: lost, unit: '', aim: atMost(0) });
  report({ figure: 'resets', value: resets, unit: '', aim: atMost(0) });
  await server.child.stop();
}

const streamsOf = ({ url }: Server, shoppers: Shopper[]) =>
  shoppers.map(({ token, conversationId }) => ({
    url: `${url}/v1/stream?conversation=${conversationId}`,
    headers: { authorization: `Bearer ${token}` },
  }));

async function open(crowd: Crowd, { child }: Server | Bare, streams: Parameters<Crowd['open']>[0]) {
  const before = await memoryOf(child);
  const begun = performance.now();
  await crowd.open(streams);
  const seconds = (performance.now() - begun) / 1000;
  await sleep(SETTLE_MS);
  const after = await memoryOf(child);
  const perStream = (kind: 'resident' | 'heap') => Math.max(0, after[kind] - before[kind]) / streams.length / 1000;
  return { seconds, resident: perStream('resident'), heap: perStream('heap') };
}

/** The same crowd on a bare server, killed and restarted alike. */
async function measureFloor({ options, note }: Bench) {
  const scope = new Scope();
  const crowd = new Crowd();
  scope.defer(() => crowd.close());
  try {
    note('the floor: a bare server');
    const bare = await startBare(scope);
    const names = Array.from({ length: options.streams }, (_, i) => `${bare.url}/stream?name=${i}`);
    const opening = await open(
      crowd,
      bare,
      names.map(url => ({ url, headers: {} })),
    );
    await bare.child.kill();
    await sleep(AWAY_MS);
    const answeredAt = await bare.restart();
    return { opening, back: Math.max(0, (await crowd.caughtUp(LONGEST_RETURN)) - answeredAt) / 1000 };
  } finally {
    await scope.close();
  }
}

/** Updates that were written but had not reached their shopper after a while. */
async function countLost(crowd: Crowd, shoppers: Shopper[], written: Map<string, number>): Promise<number> {
  const deadline = performance.now() + 15_000;
  const behind = () =>
    shoppers.reduce(
      (sum, { conversationId }, i) =>
        sum + Math.max(0, (written.get(conversationId) ?? 0) - crowd.readers[i]!.numbers.last),
      0,
    );
  while (behind() > 0 && performance.now() < deadline) await sleep(50);
  return behind();
}
