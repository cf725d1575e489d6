import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Purpose } from '../../contract/message.ts';
import { recordConsents } from '../db/consents.ts';
import { changeNumber, findNumber } from '../db/whatsapp-numbers.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import { inProcessLive } from '../live/in-process.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { type Person, RULES, refused, type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import type { SendOutcome } from '../whatsapp/cloud-api.ts';
import { applyDeliveryStatuses } from './apply-delivery-status.ts';
import { beginSends } from './begin-sends.ts';
import { giveUpDelivery } from './decide-delivery.ts';
import { settleSends } from './settle-sends.ts';
import { resumeNumber } from './stop-number.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);
const AGENT = { id: '01900000-0000-7000-8000-000000000009', name: 'Mia' };
const UNREACHABLE: SendOutcome = { kind: 'unreachable', reason: 'it stood still' };

describe('an answer of Meta’s that comes late', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  let ana: Person;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
    ana = await world.person({ wroteAt: NOW, optedIn: true });
  });

  async function begun(purpose: Purpose, now = NOW): Promise<string> {
    const id = await world.queue(ana, purpose, { now });
    const { sends } = (await world.claim(now))!;
    assert.equal((await beginSends(test.appDb, world.merchantId, sends, now)).get(id), 1);
    return id;
  }
  const settle = (deliveryId: string, outcome: SendOutcome, now: Date) =>
    settleSends(
      test.appDb,
      world.merchantId,
      [{ deliveryId, attempt: 1, outcome }],
      { ...RULES, random: () => 0 },
      now,
    );
  const sentAt = async (now: Date) => (await world.claim(now))?.sends.map(({ deliveryId }) => deliveryId);

  for (const [what, outcome] of [
    ['that nothing was written', UNREACHABLE],
    ['too many at once', refused(130429)],
    ['not today', refused(131049)],
  ] as const) {
    it(`does not send what somebody has given up: ${what}`, async () => {
      const id = await begun('marketing');
      await world.claim(at(RULES.lease));
      assert.equal((await world.row(id)).state, 'unknown');
      const now = at(RULES.lease + SECOND);
      await giveUpDelivery({ db: test.appDb, live: inProcessLive(), now }, world.merchantId, id, AGENT);
      await settle(id, outcome, at(RULES.lease + 2 * SECOND));
      const row = await world.row(id);
      assert.deepEqual([row.state, row.error_title], ['failed', 'Mia has decided not to send it.']);
      for (const ms of [HOUR, DAY + HOUR]) assert.deepEqual(await sentAt(at(ms)), []);
    });
  }

  it('does not stop a number that was disconnected meanwhile: what waited there fails, and says so', async () => {
    const id = await begun('reply');
    const next = await world.queue(ana, 'reply', { now: at(1) });
    await world.as(async tx => {
      await changeNumber(tx, world.numberId, { disconnectedAt: at(2) });
      await resumeNumber(tx, world.numberId, at(2));
    });
    await settle(id, refused(190), at(3));
    for (const ms of [MINUTE, 2 * MINUTE]) await sentAt(at(ms));
    for (const each of [id, next]) {
      const { state, error_title } = await world.row(each);
      assert.deepEqual([state, error_title?.includes('not connected')], ['failed', true]);
    }
  });

  it('is counted once, though it is written down twice: the commit came through, word of it did not', async () => {
    const id = await begun('marketing');
    for (const ms of [1, 2]) await settle(id, refused(131049), at(ms));
    const [row] = await world.as(tx =>
      tx.execute<{ history: { what: string }[] }>(`select history from deliveries where id = '${id}'`),
    );
    assert.deepEqual(
      row!.history.map(({ what }) => what),
      ['refused'],
    );
  });

  const toldFailed = (id: string, code: number, now: Date) => {
    const names = { wamid: `wamid.${id}`, callbackData: `${id}/1`, recipient: {} };
    const status = { ...names, state: 'failed' as const, at: at(HOUR), errors: [{ code, title: 'declined' }] };
    return world.as(tx => applyDeliveryStatuses(tx, [status], now));
  };

  it('does not close the window that the customer has opened since', async () => {
    const id = await begun('reply');
    await settle(id, { kind: 'accepted', wamid: `wamid.${id}` }, at(1));
    await world.writesTo(ana, world.numberId, at(2 * HOUR));
    await toldFailed(id, 131047, at(3 * HOUR));
    const next = await world.queue(ana, 'reply', { now: at(3 * HOUR) });
    assert.deepEqual(await sentAt(at(3 * HOUR)), [next]);
  });

  it('does not take back what the customer has allowed since', async () => {
    const id = await begun('marketing');
    await settle(id, { kind: 'accepted', wamid: `wamid.${id}` }, at(1));
    const resumed = { topic: 'marketing', action: 'opt-in', source: 'meta-preference', at: at(2 * HOUR) } as const;
    const { customerId } = ana;
    await world.as(tx =>
      recordConsents(tx, [{ id: randomUUIDv7(), customerId, ...resumed, recordedAt: at(2 * HOUR) }]),
    );
    await toldFailed(id, 131050, at(3 * HOUR));
    const next = await world.queue(ana, 'marketing', { now: at(3 * HOUR) });
    assert.deepEqual(await sentAt(at(3 * HOUR)), [next]);
  });

  it('does not stop a number for a token that was changed meanwhile: the message goes again with the new one', async () => {
    const id = await begun('reply');
    const before = (await world.as(tx => findNumber(tx, world.numberId)))!.accessToken;
    const answered = (attempt: number, now: Date, token: Buffer) => {
      const result = { deliveryId: id, attempt, outcome: refused(190), token };
      return settleSends(test.appDb, world.merchantId, [result], { ...RULES, random: () => 0 }, now);
    };
    const changed = Buffer.from('another one');
    await world.as(tx => changeNumber(tx, world.numberId, { accessToken: changed }));
    await answered(1, at(1), before);
    const { sends } = (await world.claim(at(2)))!;
    assert.deepEqual(
      sends.map(({ deliveryId }) => deliveryId),
      [id],
    );
    await beginSends(test.appDb, world.merchantId, sends, at(2));
    await answered(2, at(3), changed);
    assert.equal(await world.claim(at(4)), null, 'that one is refused too: the number is stopped');
  });
});

describe('what Meta says of a template by refusing it', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  for (const code of [132000, 132001, 132015]) {
    it(`has the templates loaded anew: ${code}`, async () => {
      const world = await sendingWorld(test.appDb);
      const id = await world.queue(await world.person({ wroteAt: NOW, optedIn: true }), 'marketing');
      const { sends } = (await world.claim(NOW))!;
      await beginSends(test.appDb, world.merchantId, sends, NOW);
      const result = { deliveryId: id, attempt: 1, outcome: refused(code) };
      await settleSends(test.appDb, world.merchantId, [result], { ...RULES, random: () => 0 }, at(1));
      const jobs = await test.ownerSql`
        select due_at from queue.jobs where kind = 'templates' and merchant_id = ${world.merchantId}`;
      assert.deepEqual([...jobs], [{ due_at: at(1) }]);
    });
  }
});
