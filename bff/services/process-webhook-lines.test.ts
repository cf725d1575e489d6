import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { keepWebhookParts } from '../db/keep-webhook-parts.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { inProcessLive } from '../live/in-process.ts';
import { jobsTopic } from '../live/live.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import { NOW } from '../testing/merchants.ts';
import { type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import { textsBody } from '../testing/signed-webhook.ts';
import { parseWebhook } from '../whatsapp/webhook-events.ts';
import { processWebhookLines } from './process-webhook-lines.ts';
import { lineOf } from './webhook-line.ts';

describe('lines that are worked on together', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
  });

  /** Somebody who has written before, and by which phone. */
  async function writer() {
    const { conversationId, identityId } = await world.person({ wroteAt: NOW });
    const [row] = await world.as(tx =>
      tx.execute<{ value: string }>(sql`select value from customer_identities where id = ${identityId}`),
    );
    return { conversationId, from: row!.value };
  }

  /** Stores these texts as they would come; returns whose lines they stand in, in the order of the texts. */
  async function store(texts: { from: string; wamid: string }[]): Promise<string[]> {
    const parts = parseWebhook(JSON.parse(textsBody(texts, `phone ${world.numberId}`)), NOW);
    const ids = parts.map(() => randomUUIDv7()).sort();
    const rows = parts.map((part, n) => ({
      ...{ id: ids[n]!, jobId: randomUUIDv7(), dedupeKey: part.dedupeKey },
      ...{ body: JSON.stringify(part.raw), line: lineOf(world.merchantId, part) },
    }));
    await keepWebhookParts({ db: test.appDb, merchantId: world.merchantId }, rows, NOW);
    return rows.map(({ line }) => line!);
  }

  const work = (lines: string[], live = inProcessLive()) => {
    const place = { merchantId: world.merchantId, referenceKey: Buffer.alloc(32) };
    return processWebhookLines({ db: test.appDb, live, now: NOW }, place, [...new Set(lines)]);
  };
  const written = (conversationId: string) =>
    world.as(async tx => {
      const rows = await tx.execute<{ wamid: string }>(
        sql`select wamid from whatsapp_messages where conversation_id = ${conversationId} and wamid is not null order by position`,
      );
      return rows.map(({ wamid }) => wamid);
    });

  it('are read in their own order, some of each, and those in which more waits come back; who has to do with it is woken once', async () => {
    const [ana, ben] = [await writer(), await writer()];
    const texts = Array.from({ length: 8 }, (_, n) => ({ from: (n % 4 === 0 ? ben : ana).from, wamid: `wamid.${n}` }));
    const [bens, anas] = await store(texts);
    const live = inProcessLive();
    let woken = 0;
    live.subscribe(jobsTopic('journey'), () => {
      woken += 1;
    });
    assert.deepEqual(await work([bens!, anas!], live), [anas]);
    await eventually(() => woken > 0);
    assert.equal(woken, 1);
    assert.deepEqual(await written(ben.conversationId), ['wamid.0', 'wamid.4']);
    assert.deepEqual(await written(ana.conversationId), ['wamid.1', 'wamid.2', 'wamid.3', 'wamid.5']);
    assert.deepEqual(await work([bens!, anas!]), []);
    assert.deepEqual((await written(ana.conversationId)).slice(4), ['wamid.6', 'wamid.7']);
    assert.deepEqual(await work([bens!, anas!]), [], 'nothing waits any more');
  });

  it('are all as they were when one of them fails', async () => {
    const [ana, ben] = [await writer(), await writer()];
    const lines = await store([
      { from: ana.from, wamid: 'wamid.good' },
      { from: ben.from, wamid: 'wamid.bad' },
    ]);
    await world.as(tx => tx.execute(sql`update webhook_inbox set body = '[' where line = ${lines[1]!}`));
    await assert.rejects(work(lines), SyntaxError);
    assert.deepEqual(await written(ana.conversationId), []);
    assert.deepEqual(await work([lines[0]!]), []);
    assert.deepEqual(await written(ana.conversationId), ['wamid.good']);
  });

  it('take the conversations in the order of their ids, so that nobody who has one and wants another waits for them and they for him', async () => {
    const people = [await writer(), await writer()].sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1));
    const [first, second] = people;
    // The second writes first.
    const lines = await store([
      { from: second!.from, wamid: 'wamid.second' },
      { from: first!.from, wamid: 'wamid.first' },
    ]);
    const lock = (tx: MerchantTx, id: string) =>
      tx.execute(sql`select from whatsapp_conversations where id = ${id} for update`);
    let worked: Promise<string[]> | undefined;
    await world.as(async tx => {
      await lock(tx, first!.conversationId);
      worked = work(lines);
      worked.catch(() => {});
      await eventually(async () => {
        const [row] = await test.appSql`
          select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        return row!.n === 1;
      });
      await lock(tx, second!.conversationId);
    });
    assert.deepEqual(await worked, []);
    assert.deepEqual(await written(second!.conversationId), ['wamid.second']);
  });
});
