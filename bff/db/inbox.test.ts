import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { ConversationListQuery } from '../../contract/conversation.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedAgent, seedConversation, seedMerchant, seedMessage } from '../testing/merchants.ts';
import { changeConversation, lockConversation } from './conversations.ts';
import { BadCursor, countInbox, listConversations } from './inbox.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';
import { mergeConversations } from './merge-conversations.ts';
import { appendMessage } from './messages.ts';

let test: TestDatabase;
let merchantId: string;
let me: string;
let other: string;

const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(test.appDb, merchantId, work);
const at = (ms: number) => new Date(NOW.getTime() + ms);

/** A conversation named by its customer, with one message. */
async function talk(
  name: string,
  { ms = 0, text = 'Hello', phone }: { ms?: number; text?: string; phone?: string } = {},
) {
  return as(async tx => {
    const { conversationId } = await seedConversation(tx, { fullName: name, ...(phone && { phone }) });
    await seedMessage(tx, conversationId, { text, at: at(ms) });
    return conversationId;
  });
}

const page = (query: Partial<ConversationListQuery>) =>
  as(tx => listConversations(tx, { view: 'all', limit: 30, ...query }, me));
const names = async (query: Partial<ConversationListQuery>) =>
  (await page(query)).conversations.map(({ customer }) => customer.fullName);
const change = (id: string, to: Parameters<typeof changeConversation>[2]) => as(tx => changeConversation(tx, id, to));

before(async () => {
  test = await testDatabase();
});
after(() => test.drop());
beforeEach(async () => {
  merchantId = await seedMerchant(test.appDb);
  me = (await as(tx => seedAgent(tx, 'Me'))).id;
  other = (await as(tx => seedAgent(tx, 'Other'))).id;
});

describe("the inbox' views", () => {
  beforeEach(async () => {
    await talk('free', { ms: 1 });
    await change(await talk('mine', { ms: 2 }), { assigneeId: me });
    await change(await talk('theirs', { ms: 3 }), { assigneeId: other });
    await change(await talk('done', { ms: 4 }), { assigneeId: me, status: 'resolved' });
    await as(seedConversation);
  });

  const views = {
    open: ['theirs', 'mine', 'free'],
    mine: ['mine'],
    unassigned: ['free'],
    resolved: ['done'],
    all: ['done', 'theirs', 'mine', 'free'],
  } as const;
  for (const [view, expected] of Object.entries(views)) {
    it(`${view}: newest first, and nothing of a conversation in which nobody wrote`, async () => {
      assert.deepEqual(await names({ view: view as keyof typeof views }), expected);
    });
  }

  it('counts what its views hold', async () => {
    assert.deepEqual(await as(tx => countInbox(tx, me)), { open: 3, mine: 1, unassigned: 1, unread: 3 });
    assert.deepEqual(await as(tx => countInbox(tx, other)), { open: 3, mine: 1, unassigned: 1, unread: 3 });
  });

  it('unread: until an agent answers', async () => {
    const [first] = (await page({ view: 'open' })).conversations;
    await as(tx => seedMessage(tx, first!.id, { agentId: me, at: at(9) }));
    assert.deepEqual(await names({ view: 'open', unread: true }), ['mine', 'free']);
    assert.equal((await as(tx => countInbox(tx, me))).unread, 2);
  });

  it('leaves a merged conversation out, of counts too', async () => {
    const [from, into] = [await talk('gone', { ms: 8 }), await talk('stays', { ms: 7 })];
    await as(async tx => {
      for (const id of [from, into].sort()) await lockConversation(tx, id);
      await mergeConversations(tx, from, into);
    });
    assert.deepEqual((await names({})).slice(0, 2), ['stays', 'done']);
    assert.equal((await as(tx => countInbox(tx, me))).open, 4);
  });

  it('says the number of the newest update', async () => {
    assert.equal((await page({})).seq, 4);
  });
});

describe("the inbox' search", () => {
  const searches: [
    name: string,
    rows: Record<string, { text?: string; phone?: string }>,
    q: string,
    found: string[],
  ][] = [
    ['a name, whatever its case', { Grete: {}, Hans: {} }, 'gRE', ['Grete']],
    ['a message text', { A: { text: 'the oak table' }, B: { text: 'the sofa' } }, 'OAK t', ['A']],
    ['% as text', { A: { text: '100% wool' }, B: { text: '100 wool' } }, '0%', ['A']],
    ['_ as text', { A: { text: 'a_b' }, B: { text: 'axb' } }, 'a_b', ['A']],
    ['\\ as text', { A: { text: 'C:\\sofa' }, B: { text: 'C:sofa' } }, ':\\s', ['A']],
    ['a last \\ as text', { A: { text: 'end\\' }, B: { text: 'end' } }, 'end\\', ['A']],
    ["' as text", { "O'Brien": {}, OBrien: {} }, "o'b", ["O'Brien"]],
    ['letters beyond ASCII, whatever their case', { Jürgen: {}, Jurgen: {} }, 'JÜRG', ['Jürgen']],
    ['Greek', { Αθηνά: {}, B: {} }, 'ΑΘΗΝ', ['Αθηνά']],
    ['Arabic', { نور: {}, B: {} }, 'نو', ['نور']],
    ['emoji', { A: { text: 'thanks 🛋️' }, B: { text: 'thanks' } }, '🛋️', ['A']],
    [
      "a phone's digits, however they are written",
      { A: { phone: '+49 151 234-567' }, B: { phone: '+49 170 999' } },
      '0151/23'.slice(1),
      ['A'],
    ],
    ['a phone with its plus', { A: { phone: '+49 151 234567' } }, '+49 (151) 23', ['A']],
    ['no phone by two digits', { A: { phone: '+49 151 234567' } }, '15', []],
    ['no phone by digits in a sentence', { A: { phone: '+49 151 234567' } }, 'order 151', []],
    ['nothing', { A: {} }, 'zebra', []],
  ];
  for (const [name, rows, q, found] of searches) {
    it(`finds ${name}`, async () => {
      for (const [customer, row] of Object.entries(rows)) await talk(customer, row);
      assert.deepEqual(await names({ q }), found);
    });
  }

  it('finds the caption of a picture', async () => {
    const id = await talk('A');
    const content = {
      kind: 'attachment',
      type: 'image',
      mediaId: null,
      state: 'fetching',
      caption: 'my new shelf',
    } as const;
    const picture = { id: crypto.randomUUID(), conversationId: id, author: { kind: 'shopper' }, content } as const;
    await as(tx => appendMessage(tx, { ...picture, channel: 'whatsapp', sentAt: NOW, now: NOW }));
    assert.deepEqual(await names({ q: 'new shelf' }), ['A']);
  });

  it('keeps to the view', async () => {
    await change(await talk('Grete'), { status: 'resolved' });
    assert.deepEqual(await names({ view: 'open', q: 'grete' }), []);
  });
});

describe("the inbox' pages", () => {
  async function readAll(limit: number, between: (round: number) => Promise<unknown> = async () => {}) {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    for (let round = 0; cursor !== null; round++) {
      const read = await page({ limit, ...(cursor && { cursor }) });
      assert.ok(read.conversations.length <= limit);
      seen.push(...read.conversations.map(({ id }) => id));
      cursor = read.next;
      await between(round);
    }
    return seen;
  }

  it('show each conversation once where many have the same time', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) ids.push(await talk(`${n}`));
    for (const limit of [1, 2, 3, 7, 8]) assert.deepEqual(await readAll(limit), ids.toSorted().reverse());
  });

  it('show each row that stayed once, while others move up between two pages', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) ids.push(await talk(`${n}`, { ms: n }));
    const seen = await readAll(2, async round => {
      if (round === 0) await as(tx => seedMessage(tx, ids[0]!, { at: at(100) }));
      if (round === 1) await as(tx => seedMessage(tx, ids[5]!, { at: at(101) }));
    });
    assert.deepEqual(
      seen,
      [5, 4, 3, 2, 1].map(n => ids[n]),
    );
  });

  it('end: none is empty, and the last has no next', async () => {
    assert.deepEqual(await page({}), { conversations: [], next: null, seq: 0 });
    await talk('one');
    assert.equal((await page({ limit: 1 })).next, null);
  });

  const encoded = (text: string) => Buffer.from(text).toString('base64url');
  const id = '01900000-0000-7000-8000-000000000001';
  const bad: Record<string, string> = {
    'no cursor at all': 'x',
    'nothing but spaces': encoded('   '),
    'a time alone': encoded('2026-03-10T12:00:00.000Z'),
    'an id alone': encoded(` ${id}`),
    'dashes for an id': encoded(`2026-03-10T12:00:00.000Z ${'-'.repeat(36)}`),
    'a year that Postgres does not know': encoded(`+275760-09-13T00:00:00.000Z ${id}`),
    'a year before Christ': encoded(`-000044-03-15T00:00:00.000Z ${id}`),
    'the year 0': encoded(`0000-01-01T00:00:00.000Z ${id}`),
    'a day that is none': encoded(`2026-02-31T00:00:00.000Z ${id}`),
    'something behind it': encoded(`2026-03-10T12:00:00.000Z ${id} or true`),
    'a NUL': encoded(`2026-03-10T12:00:00.000Z ${id}\0`),
  };
  for (const [name, cursor] of Object.entries(bad)) {
    it(`refuse as a cursor: ${name}`, () => assert.rejects(page({ cursor }), BadCursor));
  }
});
