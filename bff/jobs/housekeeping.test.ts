import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { withMerchant } from '../db/merchant-tx.ts';
import { oldestSeq, pruneUpdates, readMerchantUpdates } from '../db/updates.ts';
import { pruneWebhookParts, settlePart, storeWebhookParts } from '../db/webhook-inbox.ts';
import { FixedClock } from '../testing/clock.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import { NOW, seedConversation, seedMerchant, seedMessage } from '../testing/merchants.ts';
import { asOwner, plantMessages } from '../testing/planting.ts';
import { keepHouse, startHousekeeping, UPDATES_KEPT, WEBHOOKS_KEPT } from './housekeeping.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('keepHouse', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  /** An update and a settled webhook of each age in ms, and one webhook that nobody worked on yet. */
  const furnish = async (ages: number[]) => {
    const merchantId = await seedMerchant(test.appDb);
    await withMerchant(test.appDb, merchantId, async tx => {
      const { conversationId } = await seedConversation(tx);
      for (const age of ages) {
        const at = new Date(NOW.getTime() - age);
        await seedMessage(tx, conversationId, { at });
        const id = randomUUIDv7();
        await storeWebhookParts(tx, 'whatsapp', [{ id, dedupeKey: `${age}`, body: '{}' }], at);
        await settlePart(tx, id, 'applied', at);
      }
      const waiting = { id: randomUUIDv7(), dedupeKey: 'waiting', body: '{}' };
      await storeWebhookParts(tx, 'whatsapp', [waiting], new Date(NOW.getTime() - 90 * DAY));
    });
    return merchantId;
  };
  const house = (log = pino({ level: 'silent' })) => ({ db: test.appDb, log, runsKept: 400 * DAY });
  const left = (merchantId: string) =>
    withMerchant(test.appDb, merchantId, async tx => ({
      updates: (await readMerchantUpdates(tx, 0, 100)).map(({ seq }) => seq),
      webhooks: [...(await tx.execute<{ key: string }>('select dedupe_key as key from webhook_inbox order by id'))].map(
        ({ key }) => key,
      ),
      messages: (await tx.execute('select from whatsapp_messages')).length,
    }));

  it('keeps 30 days', () => assert.deepEqual([UPDATES_KEPT, WEBHOOKS_KEPT], [30 * DAY, 30 * DAY]));

  it('forgets what is older than 30 days by a millisecond, of every merchant, and never a message', async () => {
    const ages = [40 * DAY, 30 * DAY + 1, 30 * DAY, 0];
    const merchants = [await furnish(ages), await furnish(ages)];
    assert.deepEqual(await keepHouse(house(), NOW), {
      updates: 4,
      webhooks: 4,
      nonces: 0,
      limits: 0,
      uploads: 0,
      runs: 0,
      books: 0,
      dryRuns: 0,
      failed: 0,
    });
    for (const merchantId of merchants) {
      assert.deepEqual(await left(merchantId), {
        updates: [3, 4],
        webhooks: [`${30 * DAY}`, '0', 'waiting'],
        messages: 4,
      });
    }
    assert.deepEqual(await keepHouse(house(), NOW), {
      updates: 0,
      webhooks: 0,
      nonces: 0,
      limits: 0,
      uploads: 0,
      runs: 0,
      books: 0,
      dryRuns: 0,
      failed: 0,
    });
  });

  it('clears a backlog of many batches, oldest first, so that what is left while it goes on has no hole', async () => {
    const merchantId = await seedMerchant(test.appDb);
    const { conversationId } = await withMerchant(test.appDb, merchantId, tx => seedConversation(tx));
    await plantMessages(test.ownerSql, merchantId, conversationId, { count: 11_000, text: 'old' });
    await asOwner(test.ownerSql, merchantId, async tx => {
      await tx`update conversation_updates set created_at = ${new Date(NOW.getTime() - 31 * DAY)}`;
      await tx`insert into webhook_inbox (merchant_id, id, source, dedupe_key, body, received_at, processed_at, outcome)
        select ${merchantId}, gen_random_uuid(), 'whatsapp', n::text, '{}', t, t, 'applied'
        from generate_series(1, 11000) n, (select ${new Date(NOW.getTime() - 31 * DAY)}::timestamptz as t) stamp`;
    });
    assert.equal(await withMerchant(test.appDb, merchantId, tx => pruneUpdates(tx, NOW)), 5000);
    assert.equal(await withMerchant(test.appDb, merchantId, tx => oldestSeq(tx, null)), 5001);
    assert.equal(await withMerchant(test.appDb, merchantId, tx => pruneWebhookParts(tx, NOW)), 5000);
    assert.deepEqual(await keepHouse(house(), NOW), {
      updates: 6000,
      webhooks: 6000,
      nonces: 0,
      limits: 0,
      uploads: 0,
      runs: 0,
      books: 0,
      dryRuns: 0,
      failed: 0,
    });
  });

  it('goes on with the other merchants where one of them fails, and says which', async () => {
    const ages = [40 * DAY];
    const merchants = [await furnish(ages), await furnish(ages), await furnish(ages)].sort();
    await test.ownerSql.unsafe(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
      create trigger refuse before delete on conversation_updates for each row
        when (old.merchant_id = '${merchants[0]}') execute function refuse()`);
    const logged: string[] = [];
    const log = pino({}, { write: line => void logged.push(line) });
    try {
      assert.deepEqual(await keepHouse(house(log), NOW), {
        updates: 2,
        webhooks: 2,
        nonces: 0,
        limits: 0,
        uploads: 0,
        runs: 0,
        books: 0,
        dryRuns: 0,
        failed: 1,
      });
      assert.match(logged.join(''), new RegExp(`"merchantId":"${merchants[0]}"`));
    } finally {
      await test.ownerSql.unsafe('drop trigger refuse on conversation_updates; drop function refuse');
    }
    assert.deepEqual(await keepHouse(house(), NOW), {
      updates: 1,
      webhooks: 1,
      nonces: 0,
      limits: 0,
      uploads: 0,
      runs: 0,
      books: 0,
      dryRuns: 0,
      failed: 0,
    });
  });

  it('begins when the server starts, and ends with it', async () => {
    const merchantId = await furnish([40 * DAY]);
    const stop = startHousekeeping({ ...house(), clock: new FixedClock(NOW) });
    await eventually(async () => (await left(merchantId)).webhooks.join() === 'waiting');
    await stop();
  });
});
