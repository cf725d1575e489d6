import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { recordConsents } from '../db/consents.ts';
import { setTemplateStatus } from '../db/template-status.ts';
import { DAY, MINUTE, SECOND } from '../domain/duration.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import { NOW } from '../testing/merchants.ts';
import { type Person, type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import { beginSends } from './begin-sends.ts';
import { settleSends } from './settle-sends.ts';
import { resumeNumber, stopNumber } from './stop-number.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('a claim', () => {
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

  const deadlocks = async () => {
    const [row] = await test.appSql`select deadlocks from pg_stat_database where datname = current_database()`;
    return row!.deadlocks;
  };
  /** Sessions that wait for a row. */
  const waiting = async () => {
    const [row] = await test.appSql`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return row!.n;
  };

  const ids = async (now: Date, options?: Parameters<SendingWorld['claim']>[1]) =>
    (await world.claim(now, options))?.sends.map(({ deliveryId }) => deliveryId);

  it('takes answers first, then what customers wait for, then marketing, whatever was queued first', async () => {
    const people = await Promise.all([1, 2, 3].map(() => world.person({ wroteAt: NOW, optedIn: true })));
    const offer = await world.queue(people[0]!, 'marketing');
    const notice = await world.queue(people[1]!, 'transactional', { now: at(1) });
    const reply = await world.queue(people[2]!, 'reply', { now: at(2) });
    assert.deepEqual(await ids(at(3)), [reply, notice, offer]);
  });

  it('keeps the order of a conversation, and lets an answer pass an offer', async () => {
    const offer = await world.queue(ana, 'marketing');
    const reply = await world.queue(ana, 'reply');
    const second = await world.queue(ana, 'reply');
    assert.deepEqual(await ids(NOW), [reply, offer]);
    assert.deepEqual(await ids(at(1)), [], 'the second waits until the first is settled');
    assert.equal((await world.row(second)).state, 'queued');
  });

  it('is over when its lease ends, to the millisecond, and begins nothing after', async () => {
    const reply = await world.queue(ana, 'reply');
    const first = (await world.claim(NOW))!.sends;
    assert.deepEqual(await ids(at(4999)), []);
    assert.deepEqual(await ids(at(5000)), [reply]);
    assert.equal((await beginSends(test.appDb, world.merchantId, first, at(5001))).size, 0);
  });

  it('and a settlement that slows the same number do not wait for each other', async () => {
    const people = await Promise.all([1, 2, 3].map(() => world.person({ wroteAt: NOW, optedIn: true })));
    for (const person of people.slice(0, 2)) await world.queue(person, 'reply');
    const { sends } = (await world.claim(NOW))!;
    await beginSends(test.appDb, world.merchantId, sends, NOW);
    const [accepted, refused] = sends.map(({ deliveryId }) => ({ deliveryId, attempt: 1 }));
    const tooMany = { errorClass: 'RB', code: 130429, title: '', details: '', explanation: '', advice: '' } as const;
    const results = [
      { ...accepted!, outcome: { kind: 'accepted', wamid: 'wamid.1' } as const },
      { ...refused!, outcome: { kind: 'refused', httpStatus: 400, ...tooMany } as const },
    ];
    // What the claim has to tell a screen, so that both want the merchant's counter.
    await world.queue(people[2]!, 'reply', { now: NOW, expiresAt: at(1) });
    const before = await deadlocks();
    await test.ownerSql
      .begin(async sql => {
        await sql`select set_config('app.merchant_id', ${world.merchantId}, true)`;
        await sql`select from merchant_counters where merchant_id = ${world.merchantId} for update`;
        const both = [
          settleSends(test.appDb, world.merchantId, results, { settleTime: MINUTE, random: () => 0 }, at(10)),
        ];
        await eventually(async () => (await waiting()) === 1);
        const claimed = world.claim(at(10));
        await Promise.race([claimed, eventually(async () => (await waiting()) === 2)]);
        return { ended: Promise.all([...both, claimed]) };
      })
      .then(({ ended }) => ended);
    assert.equal(await deadlocks(), before);
  });

  it('turns an attempt that was cut off into a doubt, and sends it again when no status has come in its time', async () => {
    const reply = await world.queue(ana, 'reply');
    const { sends } = (await world.claim(NOW))!;
    await beginSends(test.appDb, world.merchantId, sends, NOW);
    assert.deepEqual(await ids(at(5000)), []);
    assert.deepEqual(
      { ...(await world.row(reply)) },
      {
        ...{ state: 'unknown', error_title: null, waits_for: 'settling' },
        waits_until: (await world.row(reply)).waits_until,
      },
    );
    assert.deepEqual(await ids(at(5000 + 2 * MINUTE - 1)), []);
    assert.deepEqual(await ids(at(5000 + 2 * MINUTE)), [reply]);
  });

  it('holds marketing that stays in doubt', async () => {
    const offer = await world.queue(ana, 'marketing');
    const { sends } = (await world.claim(NOW))!;
    await beginSends(test.appDb, world.merchantId, sends, NOW);
    await world.claim(at(5000));
    assert.deepEqual(await ids(at(5000 + 2 * MINUTE)), []);
    assert.equal((await world.row(offer)).state, 'held');
    assert.deepEqual(await ids(at(DAY)), []);
  });

  it('asks the consent ledger as it is now', async () => {
    const stranger = await world.person({ wroteAt: NOW });
    const unasked = await world.queue(stranger, 'marketing');
    const offer = await world.queue(ana, 'marketing');
    const consent = { id: randomUUIDv7(), customerId: ana.customerId, topic: 'all', action: 'opt-out' } as const;
    await world.as(tx => recordConsents(tx, [{ ...consent, source: 'typed-word', at: at(1), recordedAt: at(1) }]));
    const reply = await world.queue(ana, 'reply');
    assert.deepEqual(await ids(at(2)), [reply]);
    for (const id of [unasked, offer]) {
      const row = await world.row(id);
      assert.equal(row.state, 'failed');
      assert.ok(row.error_title!.length > 10, row.error_title!);
    }
  });

  it('is paced, and goes on where it stopped', async () => {
    const people = await Promise.all(Array.from({ length: 30 }, () => world.person({ optedIn: true })));
    for (const person of people) await world.queue(person, 'marketing');
    const claims = [];
    for (let ms = 0; ms < 1000; ms += 20) claims.push(...(await world.claim(at(ms)))!.sends);
    assert.equal(claims.length, 30);
    const slots = claims.map(({ slot }) => slot.getTime()).sort((a, b) => a - b);
    assert.ok(
      slots.slice(1).every((slot, n) => slot - slots[n]! >= 12),
      'more than 1/80 s apart',
    );
    assert.ok(slots.at(-1)! - slots[0]! < 600);
  });

  it('lets a person answer at once while a campaign has taken the next slots', async () => {
    const people = await Promise.all(Array.from({ length: 30 }, () => world.person({ optedIn: true })));
    for (const person of people) await world.queue(person, 'marketing');
    await world.claim(NOW);
    const reply = await world.queue(ana, 'reply', { now: at(1) });
    const [first] = (await world.claim(at(1)))!.sends;
    assert.deepEqual([first?.deliveryId, first?.slot], [reply, at(1)]);
  });

  it('keeps to one message in six seconds to a person after a burst of 45', async () => {
    for (let n = 0; n < 46; n++) {
      await world.queue(ana, 'transactional', { now: at(n) });
      const claim = (await world.claim(at(2000 + n * 20)))!;
      assert.equal(claim.sends.length, n < 45 ? 1 : 0, `message ${n + 1}`);
      await world.as(tx => tx.execute("delete from queue.sends where due_at > now() - interval '100 y' and fence > 0"));
    }
    assert.equal((await world.claim(at(2000 + 45 * 20 + 6000)))!.sends.length, 1);
  });

  it('writes first to no more people a day than the portfolio may, and keeps a tenth for what customers wait for', async () => {
    await world.as(tx => tx.execute('update whatsapp_numbers set messaging_limit = 10'));
    const people = await Promise.all(Array.from({ length: 12 }, () => world.person({ optedIn: true })));
    const offers = [];
    for (const person of people.slice(0, 10)) offers.push(await world.queue(person, 'marketing'));
    const sent: string[] = [];
    for (let ms = 0; ms < 1000; ms += 50) sent.push(...(await ids(at(ms)))!);
    assert.equal(sent.length, 9, 'marketing has nine tenths');
    const notices = [];
    for (const person of people.slice(10))
      notices.push(await world.queue(person, 'transactional', { now: at(SECOND), expiresAt: at(2 * DAY) }));
    for (let ms = 1000; ms < 2000; ms += 50) sent.push(...(await ids(at(ms)))!);
    assert.equal(sent.length, 10, 'the tenth goes to what is waited for');
    assert.equal((await world.row(notices[1]!)).waits_for, 'messaging-limit');
    const answered = await world.queue(ana, 'transactional', { now: at(2000) });
    assert.deepEqual(await ids(at(2000)), [answered], 'an open window costs nothing');
    const left = offers.filter(id => !sent.includes(id));
    assert.equal((await world.row(left[0]!)).state, 'queued');
    // A step's worth later than the day, everybody has stopped counting.
    const later = at(DAY + 10 * MINUTE);
    assert.ok((await ids(later))!.includes(notices[1]!));
  });

  it('finds nothing while the number is stopped, and everything when it goes on', async () => {
    const reply = await world.queue(ana, 'reply');
    const stop = { what: 'all', code: 190, reason: 'The token has expired.', until: null } as const;
    await world.as(tx => stopNumber(tx, world.numberId, stop, NOW));
    assert.equal(await ids(at(MINUTE)), undefined);
    assert.equal((await world.row(reply)).state, 'queued');
    await world.as(tx => resumeNumber(tx, world.numberId, at(2 * MINUTE)));
    assert.deepEqual(await ids(at(2 * MINUTE)), [reply]);
  });

  it('lets answers go while marketing is stopped, until it may again', async () => {
    const offer = await world.queue(ana, 'marketing');
    const stop = { what: 'marketing', code: 131048, reason: 'Spam.', until: at(4000) } as const;
    await world.as(tx => stopNumber(tx, world.numberId, stop, NOW));
    const reply = await world.queue(ana, 'reply');
    assert.deepEqual(await ids(NOW), [reply]);
    assert.deepEqual(await ids(at(3999)), []);
    const { sends, numbers } = (await world.claim(at(4000)))!;
    assert.deepEqual([sends[0]?.deliveryId, numbers], [offer, true]);
    const [number] = await world.as(tx => tx.execute<{ sending: string }>('select sending from whatsapp_numbers'));
    assert.equal(number!.sending, 'on', 'and the stop is over on every screen');
  });

  it('keeps marketing back as long as the longer of two stops says, whichever came first', async () => {
    const offer = await world.queue(ana, 'marketing');
    const restricted = { what: 'marketing', code: null, reason: 'Restricted.', until: at(DAY) } as const;
    const spam = { what: 'marketing', code: 131048, reason: 'Spam.', until: at(4000) } as const;
    await world.as(tx => stopNumber(tx, world.numberId, restricted, NOW));
    await world.as(tx => stopNumber(tx, world.numberId, spam, NOW));
    assert.deepEqual(await ids(at(4000)), []);
    assert.deepEqual(await ids(at(DAY)), [offer]);
  });

  it('makes a message wait for its paused template, and fails it when it is disabled', async () => {
    const offer = await world.queue(ana, 'marketing');
    await world.as(tx => setTemplateStatus(tx, world.templateId, 'PAUSED', NOW));
    assert.deepEqual(await ids(NOW), []);
    assert.equal((await world.row(offer)).waits_for, 'template-paused');
    await world.as(tx => setTemplateStatus(tx, world.templateId, 'DISABLED', NOW));
    assert.deepEqual(await ids(at(10 * MINUTE)), []);
    assert.equal((await world.row(offer)).state, 'failed');
  });

  it('fails what has expired, at that instant', async () => {
    const late = await world.queue(ana, 'transactional', { expiresAt: at(SECOND) });
    assert.deepEqual(await ids(at(SECOND)), []);
    assert.match((await world.row(late)).error_title!, /in the time/);
  });

  it('sees nothing of another number, nor of another merchant', async () => {
    const other = await world.number();
    await world.queue(ana, 'reply', { numberId: other });
    assert.deepEqual(await ids(NOW), []);
    const stranger = await sendingWorld(test.appDb);
    const reply = await world.queue(await world.person({ wroteAt: NOW }), 'reply');
    assert.equal(await stranger.claim(NOW, { numberId: world.numberId }), null);
    assert.deepEqual(await ids(NOW), [reply]);
  });
});
