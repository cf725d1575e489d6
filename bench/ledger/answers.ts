import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { logIn } from '../client/agent-login.ts';
import { createApi } from '../client/api.ts';
import { atMost } from '../figure.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import { percentile } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { emptyQueue, fillCampaign } from './fill.ts';
import type { World } from './world.ts';

const ANSWERED = 200;
const CAMPAIGN = 50_000;
const PACE_MS = 150;

type Asking = { waId: string; conversationId: string };

/** From an agent's POST until the answer is at Meta's door, while a campaign goes out from the same number; without one, as the floor. */
export async function measureAnswers(world: World, { report, note }: Bench): Promise<void> {
  await world.account(true, 80);
  await world.simulator.untilVerified();
  await world.throughput(80);
  const asking = await people(world);
  await answerAll(world, asking.slice(0, 20));
  note(`${ANSWERED} answers with nothing else to send`);
  const alone = await answerAll(world, asking);
  note(`${ANSWERED} answers during a campaign to ${CAMPAIGN}`);
  await fillCampaign(world.owner, world.lines.slice(0, 1), { messages: CAMPAIGN, people: CAMPAIGN });
  await sleep(3_000);
  const during = await answerAll(world, asking);
  await emptyQueue(world.owner);
  for (const [name, p] of [['p50', 0.5] as const, ['p99', 0.99] as const]) {
    const [value, floor] = [percentile(during, p), percentile(alone, p)];
    const aim = name === 'p99' ? { aim: atMost(200) } : {};
    report({ figure: `answer-during-a-campaign-${name}`, value, unit: 'ms', floor, ...aim });
  }
}

/** They have written to the shop, so that they may be answered. */
async function people({ simulator, lines, owner }: World): Promise<Asking[]> {
  const { phones } = await simulator.drive<{ phones: { id: string; waId: string }[] }>('POST', '/phones/bulk', {
    count: ANSWERED,
  });
  for (const { id } of phones) {
    const text = { to: lines[0]!.phoneNumberId, type: 'text', text: { body: 'Is the oak table still there?' } };
    await simulator.drive('POST', `/phones/${id}/messages`, text);
  }
  for (;;) {
    const rows = await owner<Asking[]>`
      select i.value as "waId", c.id as "conversationId" from whatsapp_conversations c
      join customer_identities i on i.merchant_id = c.merchant_id and i.id = c.whatsapp_identity_id
      where c.merchant_id = ${DEMO_MERCHANT_ID} and c.last_whatsapp_inbound_at is not null`;
    if (rows.length >= ANSWERED) return [...rows];
    await sleep(100);
  }
}

/** How long each answer takes, in ms. */
async function answerAll({ server, simulator }: World, asking: readonly Asking[]): Promise<number[]> {
  const agent = await logIn(server.url);
  const api = createApi(server.url);
  const before = await simulator.callCount();
  const askedAt = new Map<string, number>();
  const posts: Promise<unknown>[] = [];
  for (const { waId, conversationId } of asking) {
    askedAt.set(`+${waId}`, Date.now());
    const message = { clientId: randomUUIDv7(), text: 'Yes, in 180 cm too.' };
    posts.push(api.post(`/admin/v1/conversations/${conversationId}/messages`, message, agent));
    await sleep(PACE_MS);
  }
  await Promise.all(posts);
  await sleep(2_000);
  api.close();
  const first = new Map<string, number>();
  for (const { to, at } of (await simulator.calls()).slice(before))
    if (to && askedAt.has(to) && !first.has(to)) first.set(to, Date.parse(at));
  return asking.map(({ waId }) => (first.get(`+${waId}`) ?? Number.POSITIVE_INFINITY) - askedAt.get(`+${waId}`)!);
}
