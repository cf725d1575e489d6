import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Message } from '../../../contract/message.ts';
import { MINUTE, SECOND } from '../../domain/duration.ts';
import { closesAt } from '../../domain/service-window.ts';
import { beginSends } from '../../services/begin-sends.ts';
import { claimSends } from '../../services/claim-sends.ts';
import { settleSends } from '../../services/settle-sends.ts';
import { eventually } from '../../testing/eventually.ts';
import { asOwner } from '../../testing/planting.ts';
import { type Phone, startWhatsAppWorld, type WhatsAppWorld } from '../../testing/whatsapp-world.ts';

describe("an agent's answer by WhatsApp", () => {
  let world: WhatsAppWorld;
  let phone: Phone;
  let conversation: string;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(async () => {
    world.clock.advance(MINUTE);
    await world.faults();
    phone = await world.phone();
    await phone.write(`hello from ${phone.id}`);
    conversation = (await world.conversationWith(`hello from ${phone.id}`)).id;
  });

  const answer = async (text: string): Promise<Message> => {
    const sent = await world.agent.say(conversation, text);
    assert.equal(sent.status, 201, sent.text);
    return sent.json.message;
  };
  /** Lets time go on, so that what was put off is due. */
  const later = (ms: number) => {
    world.clock.advance(ms);
    world.app.deps.live.publish({ kind: 'work' });
  };
  const sql = <T>(work: Parameters<typeof asOwner<T>>[2]) => asOwner(world.app.test.ownerSql, world.app.a.id, work);

  it('goes to the phone that wrote, and its ticks come back as updates that only go forward', async () => {
    const stream = await world.agent.listen();
    await stream.next('hello');
    const message = await answer('Yes, in stock.');
    assert.deepEqual([message.channel, message.delivery?.state], ['whatsapp', 'queued']);
    await world.reaches(conversation, message.id, 'delivered');
    assert.deepEqual(await phone.received(), ['Yes, in stock.']);
    await phone.setChat({ open: true });
    await world.reaches(conversation, message.id, 'read');
    await stream.until(({ data }) => stateOf(data, message.id) === 'read');
    const ladder = ['queued', 'sending', 'accepted', 'sent', 'delivered', 'read'];
    const told = stream.of('update').map(({ data }) => stateOf(data, message.id));
    const states = told.filter(state => state !== undefined).map(state => ladder.indexOf(state));
    // What comes within a moment is told together.
    assert.deepEqual([states[0], states.at(-1)], [ladder.indexOf('queued'), ladder.indexOf('read')]);
    assert.deepEqual(
      states,
      states.toSorted((a, b) => a - b),
    );
    await stream.close();
  });

  it('keeps its state when older statuses come late, twice and in the wrong order', async () => {
    await world.faults({ webhooks: { duplicate: 1, reorder: 0.5 }, seed: 7 });
    const message = await answer('in any order');
    await phone.setChat({ open: true });
    await world.reaches(conversation, message.id, 'read');
    await phone.write('flush what is held back');
    await world.settled();
    assert.equal((await world.messages(conversation)).find(({ id }) => id === message.id)?.delivery?.state, 'read');
    assert.deepEqual(await phone.received(), ['in any order']);
  });

  it('is given its ticks also when they come before the answer to the request', async () => {
    await world.faults({ answerDelayMs: 300 });
    const message = await answer('slow answer');
    await eventually(async () => (await phone.received()).length === 1);
    await world.faults();
    await world.reaches(conversation, message.id, 'delivered');
    const [row] = await sql(tx => tx`select wamid, accepted_at from deliveries where message_id = ${message.id}`);
    await eventually(async () => {
      const [now] = await sql(tx => tx`select accepted_at from deliveries where message_id = ${message.id}`);
      return now!.accepted_at !== null;
    });
    assert.ok(row!.wamid);
  });

  it('is sent once under the same client id', async () => {
    const clientId = crypto.randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => world.agent.say(conversation, 'only once', { clientId })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 201]);
    await world.reaches(conversation, answers[0]!.json.message.id, 'delivered');
    assert.deepEqual(await phone.received(), ['only once']);
  });

  it('keeps the order of answers that follow each other at once', async () => {
    const sent = [await answer('one'), await answer('two'), await answer('three')];
    for (const { id } of sent) {
      await eventually(async () => {
        later(SECOND);
        const found = (await world.messages(conversation)).find(message => message.id === id);
        return found?.delivery?.state === 'delivered';
      });
    }
    assert.deepEqual(await phone.received(), ['one', 'two', 'three']);
  });

  it('may go until the window closes, and is refused from then on before Meta hears of it', async () => {
    const { serviceWindowClosesAt } = await world.detail(conversation);
    const wrote = world.clock.now();
    assert.equal(serviceWindowClosesAt, closesAt(new Date(Math.floor(wrote.getTime() / 1000) * 1000))!.toISOString());
    world.clock.advance(new Date(serviceWindowClosesAt!).getTime() - wrote.getTime() - 1);
    const last = await answer('just in time');
    await world.reaches(conversation, last.id, 'delivered');
    world.clock.advance(1);
    const refused = await world.agent.say(conversation, 'too late');
    assert.equal(refused.status, 409);
    assert.equal((refused.json as unknown as { code: string }).code, 'service-window-closed');
    assert.deepEqual(await phone.received(), ['just in time']);
    assert.equal((await sql(tx => tx`select id from deliveries where state = 'queued'`)).length, 0);
    await phone.write('I am back');
    await world.settled();
    await answer('good');
  });

  it('fails in plain words when the window closes while it waits', async () => {
    await world.faults({ errors: { rate: 1, code: 130429 } });
    const message = await answer('waits too long');
    await eventually(async () => {
      const [row] = await sql(
        tx => tx`select attempt from deliveries where message_id = ${message.id} and state = 'queued'`,
      );
      return row?.attempt >= 1;
    });
    await world.faults();
    world.clock.advance(24 * 60 * MINUTE);
    const failed = await world.reaches(conversation, message.id, 'failed');
    assert.match(failed.delivery!.error!.title, /window closed/);
    assert.deepEqual(await phone.received(), []);
  });

  it('fails with the code and plain words when Meta refuses it', async () => {
    await world.faults({ errors: { rate: 1, code: 131026 } });
    const message = await answer('refused');
    const failed = await world.reaches(conversation, message.id, 'failed');
    assert.equal(failed.delivery!.error!.code, 131026);
    assert.ok(failed.delivery!.error!.title.length > 20);
  });

  it('comes again with growing pauses while Meta is too busy, and then arrives once', async () => {
    await world.faults({ errors: { rate: 1, code: 130429 } });
    const message = await answer('busy');
    const attempts = async () => {
      const [row] = await sql(tx => tx`select attempt from deliveries where message_id = ${message.id}`);
      return row!.attempt as number;
    };
    for (const n of [1, 2, 3]) {
      await eventually(async () => {
        later(SECOND);
        return (await attempts()) >= n;
      });
    }
    await world.faults();
    await eventually(async () => {
      later(10 * SECOND);
      return (await phone.received()).length > 0;
    });
    await world.reaches(conversation, message.id, 'delivered');
    assert.deepEqual(await phone.received(), ['busy']);
  });

  it('waits while Meta cannot be reached, and then arrives once', async () => {
    await world.line.down();
    const message = await answer('unreachable');
    await eventually(async () => {
      later(SECOND);
      const [row] = await sql(tx => tx`select attempt from deliveries where message_id = ${message.id}`);
      return row!.attempt >= 2;
    });
    await world.line.up();
    await eventually(async () => {
      later(10 * SECOND);
      return (await phone.received()).length > 0;
    });
    await world.reaches(conversation, message.id, 'delivered');
    assert.deepEqual(await phone.received(), ['unreachable']);
  });

  it('is not known to have arrived when the answer is lost; the status settles it, and it is sent once', async () => {
    await world.faults({ loseAnswers: 1, webhooks: { lose: 1 } });
    const message = await answer('answer lost');
    await world.reaches(conversation, message.id, 'unknown');
    later(2 * MINUTE - 1);
    await world.faults();
    await phone.setChat({ open: true });
    await world.reaches(conversation, message.id, 'read');
    assert.deepEqual(await phone.received(), ['answer lost']);
  });

  it('is unknown after a crash between attempt and answer, and goes once more when no status has come', async () => {
    await world.faults({ loseRequests: 1 });
    const message = await answer('crashed');
    await world.reaches(conversation, message.id, 'unknown');
    await world.faults();
    later(2 * MINUTE - 1);
    assert.deepEqual(await phone.received(), []);
    later(1);
    await world.reaches(conversation, message.id, 'delivered');
    assert.deepEqual(await phone.received(), ['crashed']);
    const [row] = await sql(
      tx => tx`select attempt, resends, history from deliveries where message_id = ${message.id}`,
    );
    assert.deepEqual([row!.attempt, row!.resends], [2, 1]);
    assert.deepEqual(
      row!.history.map(({ what }: { what: string }) => what),
      ['unknown', 'sent-again'],
    );
  });

  it('is held when it stays unknown a second time, and a late status still settles it', async () => {
    await world.faults({ loseAnswers: 1, webhooks: { lose: 1 } });
    const message = await answer('twice in doubt');
    await world.reaches(conversation, message.id, 'unknown');
    later(2 * MINUTE);
    await eventually(async () => (await phone.received()).length === 2);
    await eventually(async () => {
      later(2 * MINUTE);
      const found = (await world.messages(conversation)).find(({ id }) => id === message.id);
      return found?.delivery?.state === 'held';
    });
    assert.equal(
      (
        await sql(
          tx =>
            tx`select 1 from queue.sends s join deliveries d on d.id = s.delivery_id where d.message_id = ${message.id}`,
        )
      ).length,
      0,
    );
    await world.faults();
    await phone.setChat({ open: true });
    await world.reaches(conversation, message.id, 'read');
  });

  it('waits behind an earlier one of its conversation that is in doubt no longer than until it is in doubt', async () => {
    await world.faults({ loseRequests: 1 });
    const first = await answer('lost on the way');
    await world.reaches(conversation, first.id, 'unknown');
    await world.faults();
    const second = await answer('the next one');
    await world.reaches(conversation, second.id, 'delivered');
    assert.deepEqual(await phone.received(), ['the next one']);
  });

  it('fails in plain words when the token cannot be opened, and nothing leaves', async () => {
    const [kept] = await sql(tx => tx`select access_token from whatsapp_numbers`);
    await sql(tx => tx`update whatsapp_numbers set access_token = ${Buffer.from('of another secret')}`);
    const message = await answer('with a lost secret');
    const failed = await world.reaches(conversation, message.id, 'failed');
    await sql(tx => tx`update whatsapp_numbers set access_token = ${kept!.access_token as Buffer}`);
    assert.match(failed.delivery?.error?.title ?? '', /cannot be opened: connect WhatsApp again/);
    assert.deepEqual(await phone.received(), []);
  });

  it('goes to one of many that claim at once; who has lost the lease can neither begin nor undo', async () => {
    await world.faults({ errors: { rate: 1, code: 130429 } });
    const message = await answer('many workers');
    const row = await eventually(async () => {
      const [found] = await sql(
        tx => tx`select d.id, d.number_id from deliveries d join queue.sends s on s.delivery_id = d.id
          where d.message_id = ${message.id} and d.attempt = 1 and d.state = 'queued'`,
      );
      return found;
    });
    const { db } = world.app.deps;
    const lane = { merchantId: world.app.a.id, numberId: row.number_id as string };
    const claim = (ms: number) =>
      claimSends(db, lane, 10, { lease: 5000, settleTime: MINUTE }, new Date(world.clock.now().getTime() + ms));
    const claims = await Promise.all([claim(5000), claim(5000), claim(5000), claim(5000)]);
    // What another test left in doubt may be due by then, too.
    const mine = (found: Awaited<ReturnType<typeof claim>>) =>
      (found?.sends ?? []).filter(({ deliveryId }) => deliveryId === row.id);
    const sends = claims.flatMap(mine);
    assert.equal(sends.length, 1);
    assert.deepEqual(mine(await claim(9999)), [], 'the lease holds');
    const again = mine(await claim(10_000));
    assert.equal(again[0]!.fence, sends[0]!.fence + 1);
    const now = world.clock.now();
    assert.equal((await beginSends(db, lane.merchantId, sends, now)).size, 0, 'the first has lost it');
    assert.deepEqual([...(await beginSends(db, lane.merchantId, again, now)).values()], [2]);
    const outcome = { kind: 'unreachable', reason: '' } as const;
    const settle = (attempt: number) =>
      settleSends(
        db,
        lane.merchantId,
        [{ deliveryId: row.id as string, attempt, outcome }],
        { settleTime: MINUTE, random: () => 0 },
        now,
      );
    await settle(1);
    const [still] = await sql(tx => tx`select state, attempt from deliveries where id = ${row.id as string}`);
    assert.deepEqual({ ...still }, { state: 'sending', attempt: 2 });
    await settle(2);
    await world.faults();
    later(10 * SECOND);
    await world.reaches(conversation, message.id, 'delivered');
    assert.deepEqual(await phone.received(), ['many workers']);
  });
});

function stateOf(data: Record<string, unknown>, messageId: string): string | undefined {
  const { message } = (data.change ?? {}) as { message?: Message };
  return message?.id === messageId ? message.delivery?.state : undefined;
}
