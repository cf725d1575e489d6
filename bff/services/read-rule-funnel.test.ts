import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setRead } from '../db/conversations.ts';
import { saveOrder } from '../db/orders.ts';
import { notePanels } from '../db/visitors.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import { automationWorld, cartRule, cartStep, type Shopper } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { readRuleFunnel } from './read-rule-funnel.ts';
import { Refusal } from './refusal.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);
const LATER = at(9 * DAY);
const SENT = HOUR;

describe('the funnel of a rule', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  let ruleId: string;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await automationWorld(test.appDb);
    ruleId = await world.rule(cartRule({ cancelledBy: ['bought'], steps: [cartStep(60), cartStep(24 * 60)] }));
  });

  /** So many have left a cart, and were reminded once. */
  async function reminded(count: number): Promise<Shopper[]> {
    const shoppers: Shopper[] = [];
    for (let n = 0; n < count; n += 1) {
      const shopper = await world.shopper();
      await world.fills(shopper.visitorId, NOW);
      shoppers.push(shopper);
    }
    await world.follow(NOW);
    await world.tick(at(SENT));
    return shoppers;
  }
  const funnel = async (query: { days?: number; version?: number } = {}) => {
    const { steps } = await readRuleFunnel(test.appDb, world.merchantId, ruleId, { days: 30, ...query }, LATER);
    return steps.map(({ planned, sent, delivered, read, replied, bought }) => [
      planned,
      sent,
      delivered,
      read,
      replied,
      bought,
    ]);
  };
  const buys = (subjectId: string, placedAt: Date, changes: object = {}) =>
    world.as(tx =>
      saveOrder(
        tx,
        {
          ...{ id: randomUUIDv7(), source: 'api', externalId: randomUUIDv7(), number: null, status: 'placed' },
          ...{ currency: 'EUR', total: '1.00', refunded: '0', url: null, tracking: null, cartExternalId: null },
          ...{
            quoteExternalId: null,
            paidAt: null,
            progressStatus: null,
            progressAt: null,
            createdAt: NOW,
            updatedAt: NOW,
          },
          ...{ items: [], told: [], subjectId, placedAt, ...changes },
        },
        placedAt,
      ),
    );

  it('counts those who came to a step, whom it wrote to, and of them who got and read it', async () => {
    const [one, two] = await reminded(3);
    assert.deepEqual(await funnel(), [
      [3, 3, 0, 0, 0, 0],
      [3, 0, 0, 0, 0, 0],
    ]);
    const becomes = (shopper: Shopper, state: string) =>
      world.as(tx =>
        tx.execute(`update deliveries set state = '${state}' where conversation_id = '${shopper.conversationId}'`),
      );
    await becomes(one!, 'delivered');
    await becomes(two!, 'read');
    assert.deepEqual((await funnel())[0], [3, 3, 2, 1, 0, 0]);
  });

  it('counts an answer up to seven days after the message, not at it', async () => {
    const [one, two] = await reminded(2);
    await world.writes(one!, at(SENT + 7 * DAY - 1));
    await world.writes(two!, at(SENT + 7 * DAY));
    assert.equal((await funnel())[0]![4], 1);
  });

  it('counts an order of the shop’s books within seven days, whoever of theirs placed it', async () => {
    const [one, two, three, four, five] = await reminded(5);
    await buys(one!.visitorId, at(SENT));
    await buys(one!.customerId, at(SENT + DAY));
    await buys(two!.visitorId, at(SENT - 1));
    await buys(three!.visitorId, at(SENT + 7 * DAY));
    await buys(four!.visitorId, at(SENT + DAY), { source: 'web' });
    await buys(five!.visitorId, at(SENT + DAY), { status: 'cancelled' });
    assert.deepEqual((await funnel())[0], [5, 5, 0, 0, 0, 1]);
  });

  it('takes a message in the open panel for delivered, and for read when they have looked', async () => {
    const shopper = await world.shopper();
    await world.fills(shopper.visitorId, NOW);
    await world.follow(NOW);
    await world.as(tx => notePanels(tx, [shopper.visitorId], at(SENT)));
    await world.tick(at(SENT));
    assert.deepEqual((await funnel())[0]!.slice(0, 4), [1, 1, 1, 0]);
    await world.as(tx => setRead(tx, shopper.conversationId, 'shopper', 99));
    assert.deepEqual((await funnel())[0]!.slice(0, 4), [1, 1, 1, 1]);
  });

  it('is of the runs of some days, of one version if it is asked for, and of nobody else’s rule', async () => {
    await reminded(1);
    assert.equal((await funnel({ days: 9 }))[0]![0], 1);
    assert.equal((await funnel({ days: 8 }))[0]![0], 0);
    assert.equal((await funnel({ version: 1 }))[0]![0], 1);
    assert.equal((await funnel({ version: 2 }))[0]![0], 0);
    const stranger = await automationWorld(test.appDb);
    await assert.rejects(
      readRuleFunnel(test.appDb, stranger.merchantId, ruleId, { days: 30 }, LATER),
      (error: unknown) => error instanceof Refusal && error.code === 'not-found',
    );
  });

  it('keeps who came to a step apart from whom it did nothing for', async () => {
    const [shopper] = await reminded(1);
    await buys(shopper!.visitorId, at(SENT + MINUTE));
    await world.tick(at(DAY));
    assert.deepEqual(await funnel(), [
      [1, 1, 0, 0, 0, 1],
      [1, 0, 0, 0, 0, 0],
    ]);
  });
});
