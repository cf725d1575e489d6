import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sql } from 'drizzle-orm';
import type { TimelineFilter } from '../../contract/journey.ts';
import type { JourneyEventName, JourneySource } from '../../contract/journey-event.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedConversation, seedMerchant, seedMessage, sha256 } from '../testing/merchants.ts';
import { recordScoreChanges } from './customer-journeys.ts';
import { recordMerge } from './customer-merges.ts';
import { insertCustomer } from './customers.ts';
import { BadCursor } from './inbox.ts';
import { insertJourneyEvents } from './journey-events.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';
import { readTimeline } from './timeline.ts';
import { insertVisitor } from './visitors.ts';

let test: TestDatabase;
let merchantId: string;
let customer: string;
let conversation: string;
let phone: string;
let laptop: string;

const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(test.appDb, merchantId, work);
const at = (ms: number) => new Date(NOW.getTime() + ms);

type Event = { ms?: number; source?: JourneySource; number?: string };
const happen = (subjectId: string, name: JourneyEventName, { ms = 0, source = 'web', number }: Event = {}) =>
  as(tx =>
    insertJourneyEvents(tx, [
      {
        ...{ id: randomUUIDv7(), subjectId, name, source },
        ...{ occurredAt: at(ms), clientAt: at(ms), receivedAt: at(ms) },
        page: { url: 'https://shop.example/', title: 'Oak' },
        properties: number === undefined ? {} : { number },
      },
    ]),
  );

const score = (ms: number) =>
  as(tx =>
    recordScoreChanges(tx, [
      {
        ...{ id: randomUUIDv7(), customerId: customer, scoreFrom: 0, scoreTo: 30, stageFrom: null },
        ...{ stageTo: 'engaged', becameHot: false, reasons: [], createdAt: at(ms) },
      },
    ]),
  );

const join = (ms: number) =>
  as(async tx => {
    const from = randomUUIDv7();
    await insertCustomer(tx, { id: from, kind: 'guest', now: NOW });
    await recordMerge(tx, { id: randomUUIDv7(), from, into: customer, evidence: {}, now: at(ms) });
  });

const read = (query: { show?: TimelineFilter; cursor?: string; limit?: number } = {}) =>
  as(tx => readTimeline(tx, customer, [phone, laptop, customer], { limit: 100, ...query }));
const kinds = async (show?: TimelineFilter) =>
  (await read(show ? { show } : {})).rows.map(row => (row.kind === 'event' ? row.data.name : row.kind));

async function pages(limit: number, show?: TimelineFilter): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { rows, next } = await read({ limit, ...(show && { show }), ...(cursor && { cursor }) });
    assert.ok(rows.length <= limit);
    ids.push(...rows.map(({ id }) => id));
    if (!next) return ids;
    assert.equal(rows.length, limit, 'a page with a next one is full');
    cursor = next;
  }
}

before(async () => {
  test = await testDatabase();
});
after(() => test.drop());
beforeEach(async () => {
  merchantId = await seedMerchant(test.appDb);
  [phone, laptop] = [randomUUIDv7(), randomUUIDv7()];
  await as(async tx => {
    ({ customerId: customer, conversationId: conversation } = await seedConversation(tx));
    for (const id of [phone, laptop])
      await insertVisitor(tx, { id, customerId: customer, tokenHash: sha256(id), now: NOW });
  });
});

describe('a timeline', () => {
  it('has what happened in every browser, what was written, how the score moved and who became one, newest first', async () => {
    await happen(phone, 'page_viewed', { ms: 1 });
    await as(tx => seedMessage(tx, conversation, { at: at(2) }));
    await happen(laptop, 'product_viewed', { ms: 3 });
    await score(4);
    await join(5);
    await happen(customer, 'order_paid', { ms: 6, source: 'api' });
    assert.deepEqual(await kinds(), ['order_paid', 'merge', 'score', 'product_viewed', 'message', 'page_viewed']);
  });

  it('has nothing of a browser that is not theirs', async () => {
    await happen(randomUUIDv7(), 'page_viewed');
    assert.deepEqual(await kinds(), []);
  });

  const shown: Record<TimelineFilter, string[]> = {
    pages: ['page_viewed'],
    products: ['product_viewed'],
    carts: ['cart_item_added'],
    chats: ['message', 'chat_opened'],
    'quotes-orders': ['quote_requested'],
    scores: ['score'],
  };
  for (const [show, expected] of Object.entries(shown) as [TimelineFilter, string[]][]) {
    it(`narrowed to ${show} has these alone`, async () => {
      const names = ['page_viewed', 'product_viewed', 'cart_item_added', 'chat_opened', 'quote_requested'] as const;
      for (const [ms, name] of names.entries()) await happen(phone, name, { ms });
      await as(tx => seedMessage(tx, conversation, { at: at(10) }));
      await score(11);
      await join(12);
      assert.deepEqual(await kinds(show), expected);
    });
  }
});

describe('pages of a timeline', () => {
  beforeEach(async () => {
    // Of every kind several within one millisecond, and in more than one browser.
    for (let i = 0; i < 12; i++) {
      const ms = Math.floor(i / 4);
      await happen(i % 2 ? phone : laptop, 'page_viewed', { ms });
      await as(tx => seedMessage(tx, conversation, { at: at(ms) }));
      await score(ms);
      await join(ms);
    }
  });

  const everything = async (show?: TimelineFilter) => (await read(show ? { show } : {})).rows.map(({ id }) => id);

  for (const show of [undefined, 'pages', 'chats', 'scores'] as const) {
    it(`of any size give the same whole${show ? `, narrowed to ${show}` : ''}`, async () => {
      const whole = await everything(show);
      assert.equal(whole.length, show ? 12 : 48);
      for (const limit of [1, 2, 3, 5, 7, 11, 12, 13, 47, 48, 49]) assert.deepEqual(await pages(limit, show), whole);
    });
  }

  it('lose nothing where moments differ by microseconds', async () => {
    await as(tx =>
      tx.execute(sql`update whatsapp_messages set created_at = created_at + position * interval '7 microseconds'
        where merchant_id = ${tx.merchantId}`),
    );
    const whole = await everything();
    assert.equal(whole.length, 48);
    for (const limit of [1, 5, 7]) assert.deepEqual(await pages(limit), whole);
  });

  it('go on where they were when something new has come meanwhile', async () => {
    const whole = await everything();
    const first = await read({ limit: 10 });
    await happen(phone, 'page_viewed', { ms: 1000 });
    const rest = await read({ limit: 100, cursor: first.next! });
    assert.deepEqual(
      [...first.rows, ...rest.rows].map(({ id }) => id),
      whole,
    );
  });

  for (const cursor of [
    '',
    'x',
    '2026-03-10T12:00:00.000000Z',
    '2026-02-30T12:00:00.000000Z id',
    '0000-01-01T00:00:00.000000Z id',
  ]) {
    it(`begin at no cursor that is not one: ${cursor || '(empty)'}`, async () => {
      const text = Buffer.from(cursor.replace('id', randomUUIDv7()) || '\0').toString('base64url');
      await assert.rejects(read({ cursor: text }), BadCursor);
    });
  }
});

describe("a browser's word about an order", () => {
  const order = (number: string | null, subjectId: string | null) =>
    as(tx => {
      const id = randomUUIDv7();
      const now = NOW.toISOString();
      return tx.execute(sql`insert into orders
        (merchant_id, id, subject_id, source, external_id, number, status, items, currency, total, placed_at, created_at, updated_at)
        values (${tx.merchantId}, ${id}, ${subjectId}, 'api', ${id}, ${number}, 'placed', '[]', 'EUR', 10, ${now}, ${now}, ${now})`);
    });

  it('is left out where the shop has that order, in whichever browser it was told', async () => {
    await happen(phone, 'order_placed', { number: 'A-1' });
    await happen(laptop, 'order_placed', { source: 'api', ms: 1, number: 'A-1' });
    assert.equal((await kinds()).length, 2);
    await order('A-1', laptop);
    const { rows } = await read();
    assert.deepEqual(
      rows.map(row => row.kind === 'event' && row.data.source),
      ['api'],
    );
  });

  it('stays where the shop has none, another number, or that number of somebody else', async () => {
    await happen(phone, 'order_placed', { number: 'A-1' });
    await happen(phone, 'order_placed', { ms: 1 });
    await order('A-2', phone);
    await order(null, phone);
    await order('A-1', randomUUIDv7());
    assert.equal((await kinds()).length, 2);
  });
});

describe('a long timeline', () => {
  const LONG = 4_000;
  const LIMIT = 20;
  const TABLES = ['customer_journey_events_other', 'whatsapp_messages', 'lead_score_changes'];

  it('is read no further than the page needs, at its head and deep in it', async () => {
    const moment = sql`${NOW.toISOString()}::timestamptz - n * interval '1 minute'`;
    await as(async tx => {
      await tx.execute(sql`
        insert into customer_journey_events (merchant_id, id, subject_id, name, source, occurred_at, received_at)
        select ${tx.merchantId}, gen_random_uuid(), case n % 2 when 0 then ${phone}::uuid else ${laptop}::uuid end, 'page_viewed', 'web',
          ${moment}, ${moment} from generate_series(1, ${LONG}) n`);
      await tx.execute(sql`
        insert into whatsapp_messages (merchant_id, id, conversation_id, position, author, channel, content, sent_at, created_at)
        select ${tx.merchantId}, gen_random_uuid(), ${conversation}, n, 'shopper', 'web', '{"kind": "text", "text": "Oak?"}', ${moment}, ${moment}
        from generate_series(1, ${LONG}) n`);
      await tx.execute(sql`
        insert into lead_score_changes (merchant_id, id, customer_id, score_from, score_to, stage_to, became_hot, reasons, created_at)
        select ${tx.merchantId}, gen_random_uuid(), ${customer}, 1, 2, 'engaged', false, '[]', ${moment} from generate_series(1, ${LONG}) n`);
    });
    for (const table of TABLES) await test.ownerSql.unsafe(`analyze ${table}`);

    let cursor: string | undefined;
    for (let deep = 0; deep < 60; deep++) {
      const { rows, next } = await as(async tx => {
        const looked = async () => {
          const [row] = await tx.execute<{ n: string }>(sql`
            select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) as n from pg_stat_xact_user_tables
            where relname = any(${`{${TABLES.join(',')}}`}::text[])`);
          return Number(row!.n);
        };
        const before = await looked();
        const page = await readTimeline(tx, customer, [phone, laptop, customer], {
          limit: LIMIT,
          ...(cursor && { cursor }),
        });
        return { rows: (await looked()) - before, next: page.next };
      });
      // One more than the page from each of two browsers, the messages and the scores.
      assert.ok(rows > 0 && rows <= 4 * (LIMIT + 1), `${rows} rows for page ${deep}`);
      cursor = next!;
    }
  });
});
