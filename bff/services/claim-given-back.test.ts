import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { RULES, type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import type { SendOutcome } from '../whatsapp/cloud-api.ts';
import { beginSends } from './begin-sends.ts';
import { settleSends } from './settle-sends.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);
const { lease } = RULES;
const REFUSED: SendOutcome = {
  kind: 'refused',
  httpStatus: 500,
  code: 131000,
  title: '',
  details: '',
  errorClass: 'RB',
  explanation: 'Something went wrong at Meta.',
  advice: '',
};

describe('what a killed process held', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
  });

  const begin = async (now: Date) => {
    const { sends } = (await world.claim(now))!;
    await beginSends(test.appDb, world.merchantId, sends, now);
    return sends.map(({ deliveryId }) => deliveryId);
  };
  const settle = (deliveryId: string, outcome: SendOutcome, now: Date) =>
    settleSends(
      test.appDb,
      world.merchantId,
      [{ deliveryId, attempt: 1, outcome }],
      { settleTime: RULES.settleTime, random: () => 0.9999 },
      now,
    );

  it('and had begun is in doubt when the lease ends, though an earlier one of its conversation waits again', async () => {
    const ana = await world.person({ wroteAt: NOW });
    const first = await world.queue(ana, 'reply');
    const second = await world.queue(ana, 'reply', { now: at(1) });
    assert.deepEqual(await begin(at(2)), [first]);
    // Whoever had the first stands still: it is in doubt, and the second does not wait for it.
    await world.claim(at(2 + lease));
    assert.deepEqual(await begin(at(3 + lease)), [second]);
    await settle(first, REFUSED, at(4 + lease));
    assert.equal((await world.row(first)).waits_for, 'retry');
    await world.claim(at(3 + 2 * lease - 1));
    assert.equal((await world.row(second)).state, 'sending');
    await world.claim(at(3 + 2 * lease));
    assert.equal((await world.row(second)).state, 'unknown');
  });

  it('and had begun is known as in doubt, however many stand before it that find no slot', async () => {
    const fast = await world.number(5000);
    const people = await Promise.all(Array.from({ length: 102 }, () => world.person({ optedIn: true })));
    const [last, ...others] = people;
    for (const person of others) await world.queue(person, 'marketing', { numberId: fast });
    const waiting = (await world.claim(NOW, { numberId: fast }))!.sends;
    assert.equal(waiting.length, 101);
    const begun = await world.queue(last!, 'marketing', { numberId: fast, now: at(100) });
    const { sends } = (await world.claim(at(100), { numberId: fast }))!;
    await beginSends(test.appDb, world.merchantId, sends, at(100));
    await world.as(tx => tx.execute(`update queue.lanes set next_at = '2100-01-01' where number_id = '${fast}'`));
    await world.claim(at(1000 + lease), { numberId: fast });
    assert.equal((await world.row(begun)).state, 'unknown');
  });

  it('and is told later that it was refused goes again, and its history says that it was in doubt', async () => {
    const ana = await world.person({ wroteAt: NOW });
    const reply = await world.queue(ana, 'reply');
    await begin(NOW);
    await world.claim(at(lease));
    assert.equal((await world.row(reply)).state, 'unknown');
    await settle(reply, REFUSED, at(lease + 1));
    const [row] = await world.as(tx =>
      tx.execute<{ state: string; history: { what: string; attempt: number }[] }>(
        `select state, history from deliveries where id = '${reply}'`,
      ),
    );
    assert.equal(row!.state, 'queued');
    assert.deepEqual(
      row!.history.map(({ what, attempt }) => [what, attempt]),
      [
        ['unknown', 1],
        ['refused', 1],
      ],
    );
  });

  it('is sent again by others; that nobody knows what became of the attempt before changes nothing for them', async () => {
    const reply = await world.queue(await world.person({ wroteAt: NOW }), 'reply');
    await begin(NOW);
    await world.claim(at(lease));
    const again = at(lease + RULES.settleTime);
    const { sends } = (await world.claim(again))!;
    assert.equal(sends[0]?.deliveryId, reply);
    await settle(reply, { kind: 'ambiguous', reason: 'no answer in time' }, again);
    assert.deepEqual([...(await beginSends(test.appDb, world.merchantId, sends, again)).values()], [2]);
    await settle(reply, { kind: 'ambiguous', reason: 'no answer in time' }, again);
    assert.equal((await world.row(reply)).state, 'sending');
  });
});
