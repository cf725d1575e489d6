import { setTimeout as sleep } from 'node:timers/promises';
import { cloudApi } from '../../bff/whatsapp/cloud-api.ts';
import { timesFloor } from '../figure.ts';
import { median } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { fillCampaign } from './fill.ts';
import { ACCOUNT, queued, type World } from './world.ts';

const MESSAGES = 4_000;
const AT_ONCE = 64;
/** Meta's highest throughput of one number. */
const HIGHEST = 1_000;

/** Microseconds a message through the ledger, against the same client posting to the same simulator without one. */
export async function measureThroughput(world: World, people: number, { options, report, note }: Bench): Promise<void> {
  await world.account(false, HIGHEST);
  await world.throughput(HIGHEST);
  const times = { ours: [] as number[], floor: [] as number[] };
  await throughLedger(world, people);
  for (let round = 1; round <= options.rounds; round++) {
    note(`throughput: round ${round} of ${options.rounds}`);
    times.floor.push(await bare(world));
    times.ours.push(await throughLedger(world, people));
  }
  const [ours, floor] = [median(times.ours), median(times.floor)];
  report({ figure: 'send-over-bare-post', value: ours, unit: 'µs', floor, aim: timesFloor(2) });
  report({ figure: 'sends-a-second', value: 1e6 / ours, unit: '', floor: 1e6 / floor });
}

async function throughLedger({ owner, lines, simulator }: World, people: number): Promise<number> {
  const before = await simulator.callCount();
  await fillCampaign(owner, lines, { messages: MESSAGES, people });
  // From its own first call on: that it looks once a second when nobody wakes it is no part of this.
  while ((await simulator.callCount()) === before) await sleep(2);
  const begun = performance.now();
  while ((await queued(owner)) > 0) await sleep(20);
  return ((performance.now() - begun) * 1000) / MESSAGES;
}

async function bare({ simulator, lines }: World): Promise<number> {
  const api = cloudApi({ baseUrl: simulator.url, version: 'v25.0', timeoutMs: 10_000 });
  let left = MESSAGES;
  const post = async () => {
    while (left-- > 0) {
      const outcome = await api.sendMessage({
        ...{ phoneNumberId: lines[left & 3]!.phoneNumberId, accessToken: ACCOUNT.accessToken },
        to: { waId: `4916${String(left).padStart(9, '0')}` },
        body: { type: 'template', template: { name: 'offer', language: { code: 'en' }, components: [] } },
        callbackData: `bare-${left}`,
      });
      if (outcome.kind !== 'accepted') await sleep(10);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, post));
  return ((performance.now() - begun) * 1000) / MESSAGES;
}
