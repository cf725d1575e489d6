import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { changeNumber, findNumber } from '../db/whatsapp-numbers.ts';
import { DAY, HOUR } from '../domain/duration.ts';
import { inProcessLive } from '../live/in-process.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { askedOf, type MetaAnswers } from '../testing/meta-answers.ts';
import { type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import { applyNotice } from './apply-notice.ts';
import { connectNumber } from './connect-number.ts';
import { disconnectNumber } from './disconnect-number.ts';
import { followNumber } from './follow-number.ts';

const PORTFOLIO = '2729063490586005';
const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('the portfolio of a number', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
    await world.as(tx => tx.execute(`update whatsapp_apps set access_token = 'token'`));
  });

  const context = (now: Date) => ({ db: test.appDb, live: inProcessLive(), now });
  const follow = async (answers: MetaAnswers, ms = 0, id = world.numberId) => {
    const meta = askedOf(answers);
    await followNumber(context(at(ms)), meta.tools, world.merchantId, id);
    return meta.asked;
  };
  const find = async (id = world.numberId) => (await world.as(tx => findNumber(tx, id)))!;
  /** A number of another account. */
  const ofOther = async () => {
    const id = await world.number();
    await world.as(tx => changeNumber(tx, id, { wabaId: 'another account', displayPhone: '+1 555 0101' }));
    return id;
  };
  /** The number, of an account that no other merchant has. */
  const ownAccount = async () => {
    await world.as(tx => changeNumber(tx, world.numberId, { wabaId: `account of ${world.merchantId}` }));
    return find();
  };
  const directory = async () =>
    [
      ...(await test.ownerSql`select portfolio_id from directory.whatsapp_portfolios where merchant_id = ${world.merchantId}`),
    ].map(row => row.portfolio_id as string);

  it('is learned at a look at its health, for all numbers of the account, and not asked for again', async () => {
    const second = await world.number();
    assert.deepEqual(await follow({ portfolioId: 'unreachable' }), ['waba']);
    assert.equal((await find()).portfolioId, null);
    assert.deepEqual(
      await follow({ portfolioId: null }, HOUR),
      ['waba'],
      'this token may not see it, the next one may',
    );
    assert.deepEqual(await follow({ portfolioId: PORTFOLIO }, 2 * HOUR), ['waba']);
    assert.deepEqual([(await find()).portfolioId, (await find(second)).portfolioId], [PORTFOLIO, PORTFOLIO]);
    assert.deepEqual(await follow({ portfolioId: PORTFOLIO }, 3 * HOUR), []);
    assert.deepEqual(await follow({ portfolioId: PORTFOLIO }, 3 * HOUR, second), []);
    assert.deepEqual(await directory(), [PORTFOLIO]);
  });

  it('takes over whom its accounts wrote to while they stood in for it', async () => {
    const other = await ofOther();
    const [ana, ben, eve] = [await world.person(), await world.person(), await world.person()];
    await world.queue(ana, 'transactional');
    assert.equal((await world.claim(NOW))!.sends.length, 1);
    await world.queue(ben, 'transactional', { numberId: other });
    assert.equal((await world.claim(NOW, { numberId: other }))!.sends.length, 1);

    await follow({ portfolioId: PORTFOLIO, tier: 'TIER_250' });
    await follow({ portfolioId: PORTFOLIO, tier: '2' }, 1, other);
    const third = await world.queue(eve, 'transactional', { now: at(2), expiresAt: at(DAY) });
    assert.equal((await world.claim(at(2)))!.sends.length, 0, 'two people are the limit of both accounts');
    assert.equal((await world.row(third)).waits_for, 'messaging-limit');
    await world.as(tx => tx.execute('delete from queue.sends where leased_until is not null'));
    await world.queue(ben, 'transactional', { now: at(3) });
    assert.equal((await world.claim(at(3)))!.sends.length, 1, 'who counts, by whichever number, takes nothing');
  });

  it('has one limit for all its numbers, whichever was asked', async () => {
    const [other, foreign] = [await ofOther(), await world.number()];
    await world.as(tx => changeNumber(tx, foreign, { wabaId: 'a third account', messagingLimit: 250 }));
    for (const id of [world.numberId, other]) await follow({ portfolioId: PORTFOLIO, tier: 'TIER_250' }, 0, id);
    await follow({ portfolioId: PORTFOLIO, tier: 'TIER_2K' }, HOUR);
    const limits = [await find(), await find(other), await find(foreign)].map(({ messagingLimit }) => messagingLimit);
    assert.deepEqual(limits, [2000, 2000, 250]);
    await follow({ portfolioId: PORTFOLIO, tier: 'TIER_NOT_SET' }, 2 * HOUR);
    assert.equal((await find(other)).messagingLimit, 2000, 'what says nothing changes nothing');

    const late = await world.number();
    await world.as(tx => changeNumber(tx, late, { wabaId: 'a fourth account' }));
    await follow({ portfolioId: PORTFOLIO, tier: 'TIER_NOT_SET' }, 3 * HOUR, late);
    assert.equal((await find(late)).messagingLimit, 2000, 'who is told none has that of the others');
    await follow({ portfolioId: PORTFOLIO, tier: 'TIER_UNLIMITED' }, 4 * HOUR, late);
    assert.equal((await find()).messagingLimit, null);
  });

  it('is asked for at once when Meta tells of a portfolio that nobody knows', async () => {
    const known = await ofOther();
    await world.as(tx => changeNumber(tx, known, { portfolioId: '1' }));
    const value = { max_daily_conversations_per_business: 2000 };
    const notice = { wabaId: PORTFOLIO, phoneNumberId: undefined, value };
    await world.as(tx => applyNotice(tx, 'business_capability_update', notice, NOW));
    const jobs = await test.ownerSql`select ref, due_at from queue.jobs
      where kind = 'number-health' and merchant_id = ${world.merchantId}`;
    assert.deepEqual([...jobs], [{ ref: world.numberId, due_at: NOW }]);
    assert.equal((await find()).messagingLimit, null);
  });

  it('stays known when a number is connected once more and Meta cannot be asked', async () => {
    const { whatsappAppId: app, phoneNumberId, wabaId } = await ownAccount();
    await follow({ portfolioId: PORTFOLIO });
    const meta = askedOf({ portfolioId: 'unreachable', phoneNumberId });
    await disconnectNumber(context(NOW), meta.tools.sealer, world.merchantId, world.numberId);
    assert.deepEqual(await directory(), []);
    await connectNumber(context(at(1)), meta.tools, world.merchantId, { app, wabaId, phoneNumberId });
    assert.equal((await find()).portfolioId, PORTFOLIO);
    assert.deepEqual(await directory(), [PORTFOLIO]);
  });

  it('is learned for the whole account when one of its numbers is connected', async () => {
    const { whatsappAppId: app, wabaId } = await ownAccount();
    const meta = askedOf({ portfolioId: PORTFOLIO, phoneNumberId: '550', tier: 'TIER_10K' });
    const id = await connectNumber(context(at(1)), meta.tools, world.merchantId, { app, wabaId, phoneNumberId: '550' });
    assert.deepEqual([(await find()).portfolioId, (await find(id)).portfolioId], [PORTFOLIO, PORTFOLIO]);
    assert.deepEqual([(await find()).messagingLimit, (await find(id)).messagingLimit], [10_000, 10_000]);
  });
});
