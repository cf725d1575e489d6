import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { inProcessLive } from './in-process.ts';
import { conversationTopic, type Live, merchantTopic, type Signal, WORK_TOPIC } from './live.ts';
import { postgresLive } from './postgres.ts';

type Nodes = { here: Live; there: Live; troubles: unknown[]; close(): Promise<unknown> };

/** Two ends that a signal passes between: one node, or two on one database. */
const backs: Record<string, (test: TestDatabase) => Promise<Nodes>> = {
  'in one process': async () => {
    const troubles: unknown[] = [];
    const live = inProcessLive({ onTrouble: error => troubles.push(error) });
    return { here: live, there: live, troubles, close: () => live.close() };
  },
  'between two by Postgres': async test => {
    const troubles: unknown[] = [];
    const options = { url: test.appUrl, onTrouble: (error: unknown) => troubles.push(error) };
    const [here, there] = [await postgresLive(options), await postgresLive(options)];
    return { here, there, troubles, close: () => Promise.all([here.close(), there.close()]) };
  },
};

/** Everything a topic is told, and a way to wait for a number of signals. */
function record(live: Live, topic: string) {
  const heard: Signal[] = [];
  let check = () => {};
  const unsubscribe = live.subscribe(topic, signal => {
    heard.push(signal);
    check();
  });
  const until = (count: number) =>
    new Promise<Signal[]>(resolve => {
      check = () => heard.length >= count && resolve(heard);
      check();
    });
  return { heard, until, unsubscribe };
}

for (const [back, make] of Object.entries(backs)) {
  describe(`wake-ups ${back}`, () => {
    let test: TestDatabase;
    let nodes: Nodes;
    before(async () => {
      test = await testDatabase();
      nodes = await make(test);
    });
    after(async () => {
      await nodes.close();
      await test.drop();
    });

    const ids = () => ({ merchantId: randomUUID(), conversationId: randomUUID() });
    /** When this has arrived there, so has all that was published here before. */
    const settle = async () => {
      const fence = ids();
      const arrived = record(nodes.there, merchantTopic(fence.merchantId));
      nodes.here.publish({ kind: 'moved', ...fence });
      await arrived.until(1);
      arrived.unsubscribe();
    };

    it('reach who listens to the conversation and who listens to the merchant, and nobody else', async () => {
      const { merchantId, conversationId } = ids();
      const moved = { kind: 'moved', merchantId, conversationId } as const;
      const conversation = record(nodes.there, conversationTopic(merchantId, conversationId));
      const merchant = record(nodes.there, merchantTopic(merchantId));
      const strangers = [
        record(nodes.there, conversationTopic(merchantId, randomUUID())),
        record(nodes.there, conversationTopic(randomUUID(), conversationId)),
        record(nodes.there, merchantTopic(randomUUID())),
        record(nodes.there, WORK_TOPIC),
      ];
      nodes.here.publish(moved);
      assert.deepEqual(await conversation.until(1), [moved]);
      assert.deepEqual(await merchant.until(1), [moved]);
      await settle();
      for (const { heard } of strangers) assert.deepEqual(heard, []);
      assert.deepEqual([conversation.heard, merchant.heard], [[moved], [moved]]);
      for (const { unsubscribe } of [conversation, merchant, ...strangers]) unsubscribe();
    });

    it('reach listeners of the publishing node once, too', async () => {
      const { merchantId, conversationId } = ids();
      const own = record(nodes.here, merchantTopic(merchantId));
      nodes.here.publish({ kind: 'moved', merchantId, conversationId });
      await own.until(1);
      await settle();
      const back = ids();
      const heardBack = record(nodes.here, merchantTopic(back.merchantId));
      nodes.there.publish({ kind: 'moved', ...back });
      await heardBack.until(1);
      assert.equal(own.heard.length, 1);
      for (const { unsubscribe } of [own, heardBack]) unsubscribe();
    });

    it('carry who types, and work', async () => {
      const { merchantId, conversationId } = ids();
      const typing = { kind: 'typing', merchantId, conversationId, by: 'shopper', typing: true } as const;
      const seen = record(nodes.there, conversationTopic(merchantId, conversationId));
      const work = record(nodes.there, WORK_TOPIC);
      nodes.here.publish(typing);
      nodes.here.publish({ kind: 'work' });
      assert.deepEqual(await seen.until(1), [typing]);
      assert.deepEqual((await work.until(1))[0], { kind: 'work' });
      for (const { unsubscribe } of [seen, work]) unsubscribe();
    });

    it('do not reach who unsubscribed, even twice or from within', async () => {
      const { merchantId, conversationId } = ids();
      const topic = merchantTopic(merchantId);
      const gone = record(nodes.there, topic);
      const stays = record(nodes.there, topic);
      let calls = 0;
      const leave = nodes.there.subscribe(topic, () => {
        calls += 1;
        leave();
      });
      gone.unsubscribe();
      gone.unsubscribe();
      for (const n of [1, 2]) {
        nodes.here.publish({ kind: 'moved', merchantId, conversationId });
        await stays.until(n);
      }
      assert.deepEqual([gone.heard.length, stays.heard.length, calls], [0, 2, 1]);
      stays.unsubscribe();
    });

    it('reach the others when one subscriber throws, and the trouble is told', async () => {
      const { merchantId, conversationId } = ids();
      const bad = nodes.there.subscribe(merchantTopic(merchantId), () => {
        throw new Error('a bad subscriber');
      });
      const good = record(nodes.there, merchantTopic(merchantId));
      nodes.here.publish({ kind: 'moved', merchantId, conversationId });
      await good.until(1);
      assert.match(String(nodes.troubles.at(-1)), /a bad subscriber/);
      bad();
      await settle();
      good.unsubscribe();
    });

    it('never run in the stack of who publishes', async () => {
      const { merchantId, conversationId } = ids();
      const own = record(nodes.here, merchantTopic(merchantId));
      nodes.here.publish({ kind: 'moved', merchantId, conversationId });
      assert.equal(own.heard.length, 0);
      await own.until(1);
      own.unsubscribe();
    });

    it('all arrive when 10,000 are published at once', async () => {
      const merchantId = randomUUID();
      const expected = new Set(Array.from({ length: 10_000 }, () => randomUUID()));
      const all = record(nodes.there, merchantTopic(merchantId));
      for (const conversationId of expected) nodes.here.publish({ kind: 'moved', merchantId, conversationId });
      const heard = await all.until(10_000);
      assert.deepEqual(new Set(heard.map(signal => 'conversationId' in signal && signal.conversationId)), expected);
      all.unsubscribe();
    });
  });
}
