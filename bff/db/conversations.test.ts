import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedAgent, seedConversation, seedMerchant, seedMessage } from '../testing/merchants.ts';
import { type Database, openDatabase } from './connection.ts';
import {
  countUnreadByShopper,
  findConversation,
  findConversationDetail,
  findConversationOfCustomer,
  lockConversation,
  rememberStartPage,
  setRead,
} from './conversations.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';
import { mergeConversations } from './merge-conversations.ts';
import { findMessage, listMessages } from './messages.ts';
import { recordUpdate } from './record-updates.ts';
import { readConversationUpdates } from './updates.ts';

let test: TestDatabase;
let wide: Database;
let merchantId: string;
let agentId: string;

const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(wide.db, merchantId, work);
const at = (ms: number) => new Date(NOW.getTime() + ms);
const say = (conversationId: string, text: string, ms = 0) =>
  as(tx => seedMessage(tx, conversationId, { text, at: at(ms) }));
const answer = (conversationId: string, text: string, ms = 0) =>
  as(tx => seedMessage(tx, conversationId, { text, at: at(ms), agentId }));

async function thread(conversationId: string) {
  const page = await as(tx => listMessages(tx, conversationId, { limit: 500 }));
  return page.messages.map(({ position, content }) => [position, content.kind === 'text' ? content.text : '']);
}

const unread = async (conversationId: string) => (await as(tx => findConversationDetail(tx, conversationId)))!.unread;

before(async () => {
  test = await testDatabase();
  wide = openDatabase(test.appUrl, { max: 8 });
});
after(async () => {
  await wide.sql.end();
  await test.drop();
});
beforeEach(async () => {
  merchantId = await seedMerchant(test.appDb);
  agentId = (await as(seedAgent)).id;
});

describe('setRead', () => {
  it("counts the shopper's messages after the agents' mark, whatever else stands there", async () => {
    const { conversationId } = await as(seedConversation);
    for (const text of ['1', '2']) await say(conversationId, text);
    await answer(conversationId, '3');
    for (const text of ['4', '5']) await say(conversationId, text);
    assert.equal(await unread(conversationId), 2, 'an answer reads what is above it');
    const expected: [mark: number, unread: number][] = [
      [3, 2],
      [4, 1],
      [5, 0],
      [1, 3],
    ];
    for (const [mark, left] of expected) {
      await as(tx => setRead(tx, conversationId, 'agent', mark));
      assert.equal(await unread(conversationId), left, `read up to ${mark}`);
    }
  });

  it('stays right while a shopper writes', async () => {
    const { conversationId } = await as(seedConversation);
    const writing = Promise.all(Array.from({ length: 30 }, (_, n) => say(conversationId, `${n}`)));
    const reading = Promise.all(
      Array.from({ length: 15 }, () =>
        as(async tx => {
          const { lastPosition } = (await lockConversation(tx, conversationId))!;
          await setRead(tx, conversationId, 'agent', lastPosition);
        }),
      ),
    );
    await Promise.all([writing, reading]);
    const { readByAgents, lastPosition } = (await as(tx => findConversation(tx, conversationId)))!;
    assert.equal(lastPosition, 30);
    assert.equal(await unread(conversationId), 30 - readByAgents);
  });

  it("moves the shopper's mark without touching the agents' count", async () => {
    const { conversationId } = await as(seedConversation);
    await say(conversationId, 'a');
    await answer(conversationId, 'b');
    await answer(conversationId, 'c');
    await say(conversationId, 'd');
    assert.equal(await as(tx => countUnreadByShopper(tx, conversationId, 0, null)), 2);
    await as(tx => setRead(tx, conversationId, 'shopper', 2));
    assert.equal(await as(tx => countUnreadByShopper(tx, conversationId, 2, null)), 1);
    assert.equal(await unread(conversationId), 1);
    assert.equal((await as(tx => findConversation(tx, conversationId)))!.readByShopper, 2);
  });
});

describe('mergeConversations', () => {
  /** As the service does it: both rows locked in the order of their ids, and a word for who still reads the old one. */
  const merge = (from: string, into: string) =>
    as(async tx => {
      for (const id of [from, into].sort()) await lockConversation(tx, id);
      await mergeConversations(tx, from, into);
      await recordUpdate(tx, { conversationId: from, kind: 'merged', data: { into }, now: NOW });
    });

  it('puts all in the order of their times, positions 1…n, and the newest last', async () => {
    const [from, into] = [await as(seedConversation), await as(seedConversation)];
    await say(from.conversationId, 'second', 2);
    await say(into.conversationId, 'first', 1);
    await answer(from.conversationId, 'third', 3);
    await say(from.conversationId, 'fourth', 3);
    await say(into.conversationId, 'fifth', 5);
    await merge(from.conversationId, into.conversationId);
    assert.deepEqual(await thread(into.conversationId), [
      [1, 'first'],
      [2, 'second'],
      [3, 'third'],
      [4, 'fourth'],
      [5, 'fifth'],
    ]);
    const detail = (await as(tx => findConversationDetail(tx, into.conversationId)))!;
    assert.equal(detail.lastMessageAt, at(5).toISOString());
    assert.deepEqual(detail.lastMessage?.content, { kind: 'text', text: 'fifth' });
    assert.equal(await as(tx => findConversationDetail(tx, from.conversationId)), null);
    assert.equal(await as(tx => findConversationOfCustomer(tx, from.customerId)), null);
    assert.equal((await say(into.conversationId, 'sixth', 6)).seq > 0, true);
    assert.deepEqual((await thread(into.conversationId)).at(-1), [6, 'sixth']);
  });

  it('adds up what is unread, keeps the first page, and reading to the end reads all of it', async () => {
    const [from, into] = [await as(seedConversation), await as(seedConversation)];
    await as(tx => rememberStartPage(tx, from.conversationId, { url: 'https://shop/sofa', title: 'Sofa' }));
    await say(from.conversationId, 'a', 1);
    await answer(into.conversationId, 'b', 2);
    await say(into.conversationId, 'c', 3);
    await say(from.conversationId, 'd', 4);
    await merge(from.conversationId, into.conversationId);
    assert.equal(await unread(into.conversationId), 3);
    const detail = (await as(tx => findConversationDetail(tx, into.conversationId)))!;
    assert.deepEqual(detail.startedOn, { url: 'https://shop/sofa', title: 'Sofa' });
    await as(tx => setRead(tx, into.conversationId, 'agent', 4));
    assert.equal(await unread(into.conversationId), 0);
  });

  it('takes an empty thread along, either way', async () => {
    const [from, into] = [await as(seedConversation), await as(seedConversation)];
    await merge(from.conversationId, into.conversationId);
    assert.deepEqual(await thread(into.conversationId), []);
    const third = await as(seedConversation);
    await say(third.conversationId, 'only');
    await merge(third.conversationId, into.conversationId);
    assert.deepEqual(await thread(into.conversationId), [[1, 'only']]);
  });

  it('loses nothing that is written meanwhile to either, and numbers stay whole', async () => {
    const [from, into] = [await as(seedConversation), await as(seedConversation)];
    const write = async (id: string, name: string) => {
      for (let n = 1; n <= 25; n++) await say(id, `${name} ${n}`, n);
    };
    const begun = Promise.withResolvers<void>();
    const writers = Promise.all([
      say(from.conversationId, 'from 0').then(() => {
        begun.resolve();
        return write(from.conversationId, 'from');
      }),
      say(into.conversationId, 'into 0').then(() => write(into.conversationId, 'into')),
    ]);
    await begun.promise;
    await merge(from.conversationId, into.conversationId);
    await writers;

    const rows = await thread(into.conversationId);
    assert.deepEqual(
      rows.map(([position]) => position),
      Array.from({ length: 52 }, (_, i) => i + 1),
    );
    assert.deepEqual(
      new Set(rows.map(([, text]) => text)),
      new Set(['from', 'into'].flatMap(name => Array.from({ length: 26 }, (_, n) => `${name} ${n}`))),
    );
    assert.deepEqual(await thread(from.conversationId), []);
    assert.equal(await unread(into.conversationId), 52);
    const updates = await as(tx => readConversationUpdates(tx, from.conversationId, 0, 500));
    assert.equal(updates.at(-1)?.kind, 'merged', 'the last that the old thread tells');
  });

  it('takes a message for a thread that is merged already to where it went, over two merges', async () => {
    const [a, b, c] = [await as(seedConversation), await as(seedConversation), await as(seedConversation)];
    await merge(a.conversationId, b.conversationId);
    await merge(b.conversationId, c.conversationId);
    const { id } = await say(a.conversationId, 'late');
    assert.deepEqual(await thread(c.conversationId), [[1, 'late']]);
    assert.equal((await as(tx => findMessage(tx, id)))!.position, 1);
  });
});
