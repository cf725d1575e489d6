import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTemplateStatus } from '../db/template-status.ts';
import { HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { type Person, refused, type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import type { SendOutcome } from '../whatsapp/cloud-api.ts';
import { beginSends } from './begin-sends.ts';
import { settleSends } from './settle-sends.ts';
import { stopNumber } from './stop-number.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('of one conversation', () => {
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

  /** What goes at `now`, with what Meta answers to all of it. */
  async function go(now: Date, outcome: SendOutcome | null = null, numberId = world.numberId): Promise<string[]> {
    const { sends } = (await world.claim(now, { numberId }))!;
    const attempts = await beginSends(test.appDb, world.merchantId, sends, now);
    const results = sends.map(({ deliveryId }) => ({
      deliveryId,
      attempt: attempts.get(deliveryId)!,
      outcome: outcome ?? { kind: 'accepted' as const, wamid: `wamid.${deliveryId}` },
    }));
    await settleSends(test.appDb, world.merchantId, results, { settleTime: MINUTE, random: () => 0 }, now);
    return results.map(({ deliveryId }) => deliveryId);
  }

  it('a message of a number that is stopped holds back none of another number', async () => {
    const other = await world.number();
    await world.writesTo(ana, other, NOW);
    for (const purpose of ['reply', 'transactional'] as const) await world.queue(ana, purpose);
    const stop = { what: 'all', code: 190, reason: 'The token has expired.', until: null } as const;
    await world.as(tx => stopNumber(tx, world.numberId, stop, NOW));
    const reply = await world.queue(ana, 'reply', { numberId: other, now: at(1) });
    const notice = await world.queue(ana, 'transactional', { numberId: other, now: at(2) });
    assert.deepEqual(await go(at(3), null, other), [reply]);
    assert.deepEqual(await go(at(4), null, other), [notice]);
  });

  it('a message whose template is paused holds back none of another template, and goes when it may', async () => {
    const shipped = await world.template('shipped', 'UTILITY');
    const confirmed = await world.queue(ana, 'transactional');
    await world.as(tx => setTemplateStatus(tx, world.noticeId, 'PAUSED', NOW));
    assert.deepEqual(await go(NOW), []);
    const notice = await world.queue(ana, 'transactional', { templateId: shipped, now: at(HOUR) });
    assert.deepEqual(await go(at(HOUR)), [notice]);
    assert.equal((await world.row(confirmed)).waits_for, 'template-paused');
    await world.as(tx => setTemplateStatus(tx, world.noticeId, 'APPROVED', at(HOUR)));
    assert.deepEqual(await go(at(HOUR + 10 * MINUTE)), [confirmed]);
  });

  for (const [code, purpose] of [
    [131049, 'marketing'],
    [131048, 'reply'],
  ] as const) {
    it(`a message that Meta does not take for hours holds back none: ${code}`, async () => {
      const waits = await world.queue(ana, purpose);
      assert.deepEqual(await go(NOW, refused(code)), [waits]);
      assert.equal((await world.row(waits)).waits_for, 'retry');
      const next = await world.queue(ana, purpose, { now: at(SECOND) });
      assert.deepEqual(await go(at(SECOND)), [next]);
    });
  }

  it('a message that Meta does not take for a moment holds back those behind it', async () => {
    await world.queue(ana, 'reply');
    await go(NOW, refused(131057));
    await world.queue(ana, 'reply', { now: at(SECOND) });
    assert.deepEqual(await go(at(SECOND)), []);
  });

  it('a notice that finds no room in the messaging limit holds back none that needs none', async () => {
    await world.as(tx => tx.execute('update whatsapp_numbers set messaging_limit = 1'));
    const [first, ben] = [await world.person(), await world.person()];
    const takes = await world.queue(first, 'transactional');
    assert.deepEqual(await go(NOW), [takes]);
    const waits = await world.queue(ben, 'transactional', { now: at(1) });
    assert.deepEqual(await go(at(1)), []);
    assert.equal((await world.row(waits)).waits_for, 'messaging-limit');
    await world.writesTo(ben, world.numberId, at(MINUTE));
    const answered = await world.queue(ben, 'transactional', { now: at(MINUTE) });
    assert.deepEqual(await go(at(MINUTE)), [answered]);
  });
});

describe('what finds no room in the messaging limit', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
    await world.as(tx => tx.execute('update whatsapp_numbers set messaging_limit = 2'));
    for (let n = 0; n < 2; n++) await world.queue(await world.person(), 'transactional');
    await world.claim(NOW);
  });
  const ids = async (now: Date) => (await world.claim(now))!.sends.map(({ deliveryId }) => deliveryId);

  it('goes soon after the limit was raised, not a day later', async () => {
    const offer = await world.queue(await world.person({ optedIn: true }), 'marketing', { now: at(1) });
    const notice = await world.queue(await world.person(), 'transactional', { now: at(1) });
    await ids(at(1));
    await world.as(tx => tx.execute('update whatsapp_numbers set messaging_limit = 2000'));
    const sent = await ids(at(10 * MINUTE + 1));
    assert.deepEqual([sent.includes(notice), sent.includes(offer)], [true, true]);
  });

  it('is said to be too late when it is', async () => {
    const notice = await world.queue(await world.person(), 'transactional', { now: at(1), expiresAt: at(HOUR) });
    await ids(at(1));
    for (let ms = 0; ms <= HOUR + 10 * MINUTE; ms += 10 * MINUTE) await ids(at(ms + 2));
    const row = await world.row(notice);
    assert.deepEqual([row.state, row.error_title], ['failed', 'It was not sent in the time in which it makes sense.']);
  });
});
