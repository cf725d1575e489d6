import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Purpose } from '../../contract/message.ts';
import { changeNumber } from '../db/whatsapp-numbers.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import { inProcessLive } from '../live/in-process.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { type Person, RULES, type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import type { SendOutcome } from '../whatsapp/cloud-api.ts';
import { explainError } from '../whatsapp/error-classes.ts';
import { beginSends } from './begin-sends.ts';
import { giveUpDelivery } from './decide-delivery.ts';
import { settleSends } from './settle-sends.ts';
import { resumeNumber } from './stop-number.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);
const AGENT = { id: '01900000-0000-7000-8000-000000000009', name: 'Mia' };
const refused = (code: number): SendOutcome => ({
  ...{ kind: 'refused', code, httpStatus: 400, title: '', details: '' },
  ...explainError(code, 400),
});
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
});
