import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { changeNumber } from '../db/whatsapp-numbers.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import { NOW } from '../testing/merchants.ts';
import { type Person, type SendingWorld, sendingWorld } from '../testing/sending-world.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);
const STEP = 10 * MINUTE;

describe('the messaging limit in a claim', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  let ana: Person;
  let ben: Person;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
    ana = await world.person({ optedIn: true });
    ben = await world.person({ optedIn: true });
  });

  const limitTo = (limit: number) =>
    world.as(tx => tx.execute(`update whatsapp_numbers set messaging_limit = ${limit}`));
  /** Writes to somebody first at `now`. Returns whether it was claimed. */
  const write = async (person: Person, ms: number, purpose: 'transactional' | 'marketing' = 'transactional') => {
    const id = await world.queue(person, purpose, { now: at(ms), expiresAt: at(ms + 3 * DAY) });
    return (await isClaimed(id, ms)) && id;
  };
  const isClaimed = async (id: string, ms: number) => {
    const { sends } = (await world.claim(at(ms)))!;
    // It was accepted: who is written to again does not wait for it.
    for (const { deliveryId } of sends)
      await world.as(tx => tx.execute(`delete from queue.sends where delivery_id = '${deliveryId}'`));
    return sends.some(({ deliveryId }) => deliveryId === id);
  };
  const counting = async (since: Date) => {
    const [row] = await world.as(tx =>
      tx.execute<{ n: number }>(
        `select coalesce(sum(recipients), 0)::int as n from portfolio_usage where began_at > '${since.toISOString()}'`,
      ),
    );
    return row!.n;
  };

  it('counts a person as long as any message to them is younger than 24 hours', async () => {
    await limitTo(1);
    assert.ok(await write(ana, 0));
    assert.ok(await write(ana, 23 * HOUR), 'who counts takes nothing from the limit');
    const waiting = await world.queue(ben, 'transactional', { now: at(DAY), expiresAt: at(5 * DAY) });
    assert.equal(await isClaimed(waiting, DAY + STEP), false, 'the second message is an hour old');
    assert.equal(await isClaimed(waiting, 23 * HOUR + DAY - 1), false);
    assert.equal((await world.row(waiting)).waits_for, 'messaging-limit');
    assert.equal(await isClaimed(waiting, 23 * HOUR + DAY + STEP), true);
  });

  it('asks nothing for who counts until exactly 24 hours have passed, and a place from then on', async () => {
    await limitTo(2);
    assert.ok(await write(ana, 0));
    assert.ok(await write(ben, SECOND));
    assert.ok(await write(ana, DAY - 1), 'the limit is full, and she is in it');
    assert.equal(await write(ben, DAY + SECOND), false, 'he begins anew');
  });

  it('counts who is written to often as one', async () => {
    await limitTo(3);
    for (const hours of [0, 1, 2, 23, 40, 41]) assert.ok(await write(ana, hours * HOUR), `hour ${hours}`);
    assert.equal(await counting(at(41 * HOUR - DAY - STEP)), 1);
    assert.ok(await write(ben, 42 * HOUR));
    assert.equal(await counting(at(42 * HOUR - DAY - STEP)), 2);
  });

  it('takes nobody from the count who had left it long ago', async () => {
    await limitTo(2);
    assert.ok(await write(ana, 0));
    assert.ok(await write(ben, 2 * DAY));
    assert.ok(await write(ana, 2 * DAY + HOUR));
    assert.equal(await counting(at(DAY)), 2);
  });

  const waitingForLocks = async () => {
    const [row] = await test.appSql`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return row!.n;
  };

  /** Lets two numbers of the portfolio claim at the same time: each has read the count before either adds to it. */
  async function claimAtOnce(purpose: 'transactional' | 'marketing'): Promise<number> {
    const second = await world.number();
    const names = ['+1 555 0100', '+1 555 0101'];
    for (const [n, id] of [world.numberId, second].entries())
      await world.as(tx => changeNumber(tx, id, { portfolioId: 'portfolio', displayPhone: names[n]! }));
    await limitTo(10);
    const full = purpose === 'marketing' ? 8 : 9;
    await world.as(tx =>
      tx.execute(`insert into portfolio_usage (merchant_id, portfolio_id, began_at, recipients)
        values ('${world.merchantId}', 'portfolio', '${at(-STEP).toISOString()}', ${full})`),
    );
    const sends = [
      await world.queue(ana, purpose, { expiresAt: at(DAY) }),
      await world.queue(ben, purpose, { numberId: second, expiresAt: at(DAY) }),
    ];
    const claims = await test.ownerSql
      .begin(async sql => {
        await sql`lock table portfolio_usage, portfolio_recipients in share row exclusive mode`;
        const both = [world.claim(NOW), world.claim(NOW, { numberId: second })];
        await eventually(async () => (await waitingForLocks()) === 2);
        return { ended: Promise.all(both) };
      })
      .then(({ ended }) => ended);
    const taken = claims.flatMap(claim => claim!.sends.map(({ deliveryId }) => deliveryId));
    const [left] = sends.filter(id => !taken.includes(id));
    if (left && purpose === 'transactional') assert.equal((await world.row(left)).waits_for, 'messaging-limit');
    return taken.length;
  }

  it('is not passed by two numbers of a portfolio that claim at once', async () => {
    assert.equal(await claimAtOnce('transactional'), 1);
  });

  it('keeps its reserve from two that claim marketing at once', async () => {
    assert.equal(await claimAtOnce('marketing'), 1);
  });
});
