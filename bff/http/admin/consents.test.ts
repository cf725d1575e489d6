import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type {
  ConsentImportResult,
  ConsentWords,
  CustomerConsents,
  ShopperConsentAnswer,
} from '../../../contract/consent.ts';
import { MINUTE, SECOND } from '../../domain/duration.ts';
import { eventually } from '../../testing/eventually.ts';
import { type Phone, prefilled, startWhatsAppWorld, type WhatsAppWorld } from '../../testing/whatsapp-world.ts';

const STANDARD = { stopWords: [], startWords: [], startOffer: null, confirmOptIns: false };
const PAGE = { url: 'https://ash.example/checkout', title: 'Checkout' };
const WORDING = 'Yes, send me offers of Ash by WhatsApp.';

describe('consents', () => {
  let world: WhatsAppWorld;
  let phone: Phone;
  let customer: string;
  let conversation: string;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(async () => {
    world.clock.advance(MINUTE);
    phone = await world.phone();
    await phone.write(`hello from ${phone.id}`);
    ({ id: conversation } = await world.conversationWith(`hello from ${phone.id}`));
    customer = (await world.detail(conversation)).customer.id;
  });

  const of = async (id = customer) => (await world.agent.call<CustomerConsents>(`/customers/${id}/consents`)).json;
  const record = (body: object, id = customer) =>
    world.agent.call<CustomerConsents>(`/customers/${id}/consents`, { body });
  const standing = async (id = customer) => {
    const { marketing, all } = await of(id);
    return `${marketing}/${all}`;
  };
  const writes = async (text: string) => {
    world.clock.advance(SECOND);
    await phone.write(text);
    await world.settled();
    world.clock.advance(SECOND);
  };
  const load = (csv: string, { type = 'text/csv', check = false } = {}) =>
    world.agent.call<ConsentImportResult>(`/consents/import?check=${check}`, {
      body: csv,
      headers: { 'content-type': type },
    });
  const visit = async () => {
    const shopper = await world.app.http.visit(world.app.a);
    const tick = async (more = {}) =>
      await shopper.call<ShopperConsentAnswer>('/v1/consents', {
        body: { topic: 'marketing', wording: WORDING, page: PAGE, ...more },
      });
    const customerOf = async () => (await world.detail(shopper.conversation)).customer.id;
    return { ...shopper, tick, customerOf };
  };
  const link = async (shopper: Awaited<ReturnType<typeof visit>>) =>
    prefilled((await shopper.call<{ url: string }>('/v1/whatsapp-link', { body: {} })).json.url);

  it("are an agent's to record, with the reason, the agent and what is not sent for it", async () => {
    assert.deepEqual((await of()).refuses, {
      transactional: null,
      marketing: { reason: 'no-opt-in', words: 'The customer has not agreed to offers' },
    });
    const given = { topic: 'marketing', action: 'opt-in', reason: 'by phone' };
    const answer = await record(given);
    assert.equal(answer.status, 201);
    assert.deepEqual([answer.json.marketing, answer.json.refuses.marketing], ['in', null]);
    const [row] = answer.json.history;
    assert.deepEqual([row!.source, row!.reason, row!.pending], ['agent', 'by phone', false]);
    assert.ok(row!.by);
    world.clock.advance(SECOND);
    await record({ topic: 'all', action: 'opt-out', reason: 'in the shop' });
    assert.equal(await standing(), 'out/out');
    assert.equal((await of()).refuses.transactional!.reason, 'opted-out');
  });

  it('need a reason, and a customer', async () => {
    assert.equal((await record({ topic: 'marketing', action: 'opt-in' })).status, 400);
    const nobody = '00000000-0000-7000-8000-000000000000';
    assert.equal((await record({ topic: 'marketing', action: 'opt-in', reason: 'x' }, nobody)).status, 404);
    assert.equal((await world.agent.call(`/customers/${nobody}/consents`)).status, 404);
    const stranger = world.app.agent(world.app.b);
    assert.equal((await stranger.call(`/customers/${customer}/consents`)).status, 404);
  });

  it('of an agent do not take back a typed STOP; a newer box that the customer ticks does', async () => {
    await writes('STOP');
    await record({ topic: 'marketing', action: 'opt-in', reason: 'wishful' });
    assert.equal(await standing(), 'out/out');
  });

  it('ticked by a guest stay with the guest, word for word, and go along to a phone that is new', async () => {
    const guest = await visit();
    const ticked = await guest.tick();
    assert.deepEqual([ticked.status, ticked.json], [201, { pending: false }]);
    const id = await guest.customerOf();
    const [row] = (await of(id)).history;
    assert.deepEqual([row!.wording, row!.url, row!.source], [WORDING, PAGE.url, 'checkbox']);
    const other = await world.phone();
    await other.write(await link(guest));
    await world.settled();
    assert.equal(await standing(await guest.customerOf()), 'in/none');
  });

  it('ticked in a browser that joins a known phone wait until the phone says yes, and undoing gives them back', async () => {
    const guest = await visit();
    await guest.tick();
    const before = await guest.customerOf();
    await writes(await link(guest));
    const joined = await of();
    assert.deepEqual([joined.marketing, joined.history[0]!.pending], ['none', true]);
    const question = await eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return (await phone.received()).find(text => text?.includes(WORDING));
    }, 'the question');
    assert.match(question, /JA/);
    await writes('ok then');
    assert.equal(await standing(), 'none/none');
    await writes('Ja!');
    assert.equal(await standing(), 'in/none');
    assert.equal((await phone.received()).filter(text => text?.includes(WORDING)).length, 1, 'asked once');

    const merge = (await world.agent.call<{ merges: { id: string }[] }>(`/customers/${customer}`)).json.merges[0]!;
    assert.equal((await world.agent.call(`/merges/${merge.id}/undo`, { method: 'POST' })).status, 200);
    const given = await of(before);
    assert.deepEqual([given.marketing, given.history.map(({ pending }) => pending)], ['in', [false]]);
    assert.equal(await standing(), 'in/none', 'what the phone said is the phone’s');
  });

  it('that wait are not agreed to by a yes after a STOP', async () => {
    const guest = await visit();
    await guest.tick();
    await writes(await link(guest));
    await eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return (await phone.received()).find(text => text?.includes(WORDING));
    }, 'the question');
    await writes('STOP');
    await writes('Ja');
    assert.equal(await standing(), 'out/out');
  });

  it('wait for the phone wherever the merchant wants them confirmed', async () => {
    const settings = { ...STANDARD, confirmOptIns: true };
    assert.equal((await world.agent.call('/consent-settings', { method: 'PUT', body: settings })).status, 200);
    assert.deepEqual((await world.agent.call('/consent-settings')).json, settings);
    const guest = await visit();
    assert.deepEqual((await guest.tick()).json, { pending: true });
    assert.deepEqual((await guest.tick({ action: 'opt-out' })).json, { pending: false }, 'a no counts at once');
    await world.agent.call('/consent-settings', { method: 'PUT', body: STANDARD });
  });

  it('come as a list, with what is wrong line by line, and the same list again is known', async () => {
    const csv = [
      'phone;topic;action;wording;at;note',
      `+${phone.waId};marketing;opt-in;"Offers; ""by WhatsApp""";2026-01-05;fair in Cologne`,
      'nonsense;marketing;opt-in;Offers;2026-01-05;',
      '+49 151 99999999;marketing;opt-in;Offers;2026-01-05;',
      `+${phone.waId};marketing;perhaps;Offers;2026-01-05;`,
      `+${phone.waId};marketing;opt-in;;2026-01-05;`,
      `+${phone.waId};marketing;opt-in;Offers;2099-01-05;`,
    ].join('\r\n');
    const { json: checked } = await load(csv, { check: true });
    assert.deepEqual((await of()).history, [], 'looked at, and not kept');
    const { json } = await load(csv);
    assert.deepEqual(json, checked, 'what was said before is what is done');
    assert.deepEqual([json.recorded, json.known, json.errors.map(({ line }) => line)], [1, 0, [3, 4, 5, 6, 7]]);
    assert.ok(json.errors.every(({ what, mend }) => what.length > 10 && mend.length > 5));
    const [row] = (await of()).history;
    assert.deepEqual(
      [row!.wording, row!.reason, row!.at],
      ['Offers; "by WhatsApp"', 'fair in Cologne', '2026-01-05T00:00:00.000Z'],
    );
    assert.deepEqual((await load(csv, { check: true })).json.known, 1);
    assert.equal((await load(csv)).json.known, 1);
    assert.equal((await load('a,b\n1,2')).status, 400);
    assert.equal((await load('a,b\n1,2', { check: true })).status, 400);
    assert.equal((await load(csv, { type: 'text/plain' })).status, 400);
  });

  it('count twice in a list as one, before it is kept as after', async () => {
    const line = `+${phone.waId},marketing,opt-in,Offers,2026-01-05`;
    const csv = `phone,topic,action,wording,at\n${line}\n${line}`;
    for (const check of [true, false]) {
      const { recorded, known } = (await load(csv, { check })).json;
      assert.deepEqual([recorded, known], [1, 1]);
    }
  });

  it('are heard in words that the settings name for each language, with what is answered', async () => {
    const { json } = await world.agent.call<ConsentWords>('/consent-settings/words');
    const german = json.languages.find(({ language }) => language === 'de')!;
    assert.ok(german.stop.includes('abmelden') && german.stopAfterOffer.includes('stornieren'));
    assert.match(german.answers!.stopped, /^Ash: Sie erhalten/);
    await writes(german.stop[0]!);
    assert.equal(await standing(), 'out/out');
  });

  it('refused before an erasure are refused after it, should an old list bring the phone again', async () => {
    await writes('STOP');
    const waId = phone.waId;
    await world.agent.call(`/customers/${customer}`, { method: 'DELETE' });
    const [erased] = (await of()).history;
    assert.deepEqual([erased!.wording, erased!.action], [null, 'opt-out']);
    await writes(`somebody new, ${phone.id}`);
    const again = (await world.conversationWith(`somebody new, ${phone.id}`)).customer.id;
    assert.notEqual(again, customer);
    const { json } = await load(`phone,topic,action,wording,at\n+${waId},marketing,opt-in,Offers,2026-01-05`);
    assert.equal(json.recorded, 1);
    assert.equal(await standing(again), 'out/out');
  });
});
