import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { resumption } from '../services/read-updates.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedConversation, seedMerchant, seedMessage } from '../testing/merchants.ts';
import { type Database, openDatabase } from './connection.ts';
import { lockConversation } from './conversations.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';
import { recordUpdate } from './record-updates.ts';
import {
  merchantSeq,
  oldestSeq,
  pruneUpdates,
  readConversationUpdates,
  readMerchantUpdates,
  seqOfMessage,
  type UpdateRow,
} from './updates.ts';

let test: TestDatabase;
let wide: Database;
let merchantId: string;

const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(wide.db, merchantId, work);
const conversation = async () => (await as(seedConversation)).conversationId;
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const at = (ms: number) => new Date(NOW.getTime() + ms);

before(async () => {
  test = await testDatabase();
  wide = openDatabase(test.appUrl, { max: 24 });
});
after(async () => {
  await wide.sql.end();
  await test.drop();
});

/** Reads after the last number it saw, over and over, until the writers are done and nothing is left. */
async function follow(read: (tx: MerchantTx, after: number) => Promise<UpdateRow[]>, writing: Promise<unknown>) {
  let isWriting = true;
  void writing.finally(() => {
    isWriting = false;
  });
  const seen: UpdateRow[] = [];
  for (;;) {
    const wasWriting = isWriting;
    const rows = await as(tx => read(tx, seen.length));
    seen.push(...rows);
    if (rows.length === 0 && !wasWriting) return seen;
  }
}

describe('updates under 20 concurrent writers', () => {
  const WRITERS = 20;
  const EACH = 6;

  it('are numbered 1…n without a hole in one conversation, and a reader who follows misses none', async () => {
    merchantId = await seedMerchant(test.appDb);
    const id = await conversation();
    const writing = Promise.all(
      upTo(WRITERS).map(async writer => {
        for (const n of upTo(EACH)) await as(tx => seedMessage(tx, id, { text: `${writer} ${n}` }));
      }),
    );
    const followed = await follow((tx, after) => readConversationUpdates(tx, id, after, 7), writing);
    await writing;
    assert.deepEqual(
      followed.map(({ seq }) => seq),
      upTo(WRITERS * EACH),
    );
    assert.deepEqual(
      followed.map(({ message }) => message?.position),
      upTo(WRITERS * EACH),
    );
    const texts = new Set(followed.map(({ message }) => JSON.stringify(message?.content)));
    assert.equal(texts.size, WRITERS * EACH, 'each message once');
  });

  it('are numbered 1…n without a hole in the merchant, across conversations, and nobody deadlocks', async () => {
    merchantId = await seedMerchant(test.appDb);
    const ids = await Promise.all(upTo(5).map(conversation));
    const writing = Promise.all(
      upTo(WRITERS).map(async writer => {
        for (const n of upTo(EACH)) {
          const id = ids[(writer * n) % ids.length]!;
          // As a service does: the row's lock, the message, and a second update.
          await as(async tx => {
            if (n % 2) await lockConversation(tx, id);
            await seedMessage(tx, id);
            await recordUpdate(tx, { conversationId: id, kind: 'conversation', now: NOW });
          });
        }
      }),
    );
    const followed = await follow((tx, after) => readMerchantUpdates(tx, after, 7), writing);
    await writing;
    const total = WRITERS * EACH * 2;
    assert.deepEqual(
      followed.map(({ merchantSeq }) => merchantSeq),
      upTo(total),
    );
    assert.equal(await as(merchantSeq), total);
    for (const [id, rows] of Map.groupBy(followed, row => row.conversationId)) {
      assert.deepEqual(
        rows.map(({ seq }) => seq),
        upTo(rows.length),
        id,
      );
    }
  });

  it('leave no number used when a writer fails', async () => {
    merchantId = await seedMerchant(test.appDb);
    const id = await conversation();
    const failing = as(async tx => {
      await seedMessage(tx, id);
      throw new Error('after all not');
    });
    await assert.rejects(failing, /after all not/);
    await as(tx => seedMessage(tx, id));
    const rows = await as(tx => readMerchantUpdates(tx, 0, 10));
    assert.deepEqual(
      rows.map(({ seq, merchantSeq }) => [seq, merchantSeq]),
      [[1, 1]],
    );
  });

  it('refuse a conversation that does not exist', async () => {
    const update = { conversationId: '01900000-0000-7000-8000-000000000009', kind: 'read', now: NOW } as const;
    await assert.rejects(
      as(tx => recordUpdate(tx, update)),
      /no conversation/,
    );
  });
});

describe('pruneUpdates', () => {
  it('forgets what is older than the moment and keeps what is of the moment or younger', async () => {
    merchantId = await seedMerchant(test.appDb);
    const id = await conversation();
    for (const ms of [-2, -1, 0, 1]) await as(tx => seedMessage(tx, id, { at: at(ms) }));
    assert.equal(await as(tx => pruneUpdates(tx, NOW)), 2);
    const kept = await as(tx => readConversationUpdates(tx, id, 0, 10));
    assert.deepEqual(
      kept.map(({ seq }) => seq),
      [3, 4],
    );
    assert.equal(await as(tx => oldestSeq(tx, id)), 3);
    assert.equal(await as(tx => oldestSeq(tx, null)), 3);
    assert.equal(await as(tx => pruneUpdates(tx, NOW)), 0);
  });

  it('leaves no hole where a younger update has the smaller number', async () => {
    merchantId = await seedMerchant(test.appDb);
    const id = await conversation();
    for (const ms of [-3, 5, -1, 6]) await as(tx => seedMessage(tx, id, { at: at(ms) }));
    assert.equal(await as(tx => pruneUpdates(tx, NOW)), 1);
    const kept = await as(tx => readConversationUpdates(tx, id, 0, 10));
    assert.deepEqual(
      kept.map(({ seq }) => seq),
      [2, 3, 4],
    );
  });

  it('forgets all of it when all of it is old; numbers go on where they were', async () => {
    merchantId = await seedMerchant(test.appDb);
    const id = await conversation();
    const { id: messageId } = await as(tx => seedMessage(tx, id, { at: at(-1) }));
    assert.equal(await as(tx => seqOfMessage(tx, id, messageId)), 1);
    assert.equal(await as(tx => pruneUpdates(tx, NOW)), 1);
    assert.equal(await as(tx => oldestSeq(tx, id)), null);
    assert.equal(await as(tx => seqOfMessage(tx, id, messageId)), 0);
    assert.equal((await as(tx => seedMessage(tx, id))).seq, 2);
  });
});

describe('resumption', () => {
  const resume = (from: number, to: number) => ({ kind: 'resume', from, to });
  const reset = (to: number) => ({ kind: 'reset', to });
  const cases: [name: string, after: number | null, newest: number, oldest: number | null, expected: object][] = [
    ['a reader that brings no number begins with what comes next', null, 7, 3, resume(7, 7)],
    ['a new conversation has nothing to replay', 0, 0, null, resume(0, 0)],
    ['a reader that is up to date goes on, even when nothing is kept', 7, 7, null, resume(7, 7)],
    ['the one before the oldest kept can be gone on from', 2, 7, 3, resume(2, 7)],
    ['one earlier cannot: a number between is gone', 1, 7, 3, reset(7)],
    ['from the very beginning while all is kept', 0, 7, 1, resume(0, 7)],
    ['behind, and nothing is kept', 6, 7, null, reset(7)],
    ['a number from the future, as after a restored backup', 8, 7, 1, reset(7)],
  ];
  for (const [name, after, newest, oldest, expected] of cases) {
    it(name, () => assert.deepEqual(resumption(after, newest, oldest), expected));
  }
});
