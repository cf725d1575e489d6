import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes, randomUUID, randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { CustomerJourney, CustomerList } from '../../../contract/journey.ts';
import { DAY, MINUTE } from '../../domain/duration.ts';
import { eventually } from '../../testing/eventually.ts';
import type { AgentClient } from '../../testing/http-clients.ts';
import { dumpRows } from '../../testing/row-counts.ts';
import { startTestApp, type TestApp, type TestMerchant } from '../../testing/test-app.ts';

describe('who a shopper is', () => {
  let app: TestApp;
  let agent: AgentClient;
  let secret: string;
  before(async () => {
    app = await startTestApp();
    agent = app.agent(app.a);
    secret = (await agent.call<{ secret: string }>('/identity-keys', { method: 'POST' })).json.secret;
  });
  after(() => app.stop());

  const tokenOf = ({ key }: TestMerchant) => `wxv_${key.slice(3)}_${randomBytes(32).toString('base64url')}`;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = (ms = 0) => Math.floor((app.clock.now().getTime() + ms) / 1000);
  function sign(claims: object = {}, { key = secret, header = { alg: 'HS256', typ: 'JWT' } as object } = {}) {
    const body = `${part(header)}.${part({ aud: app.a.key, sub: 'C-1', exp: seconds(5 * MINUTE), jti: randomUUID(), ...claims })}`;
    return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
  }
  const identify = (visitor: string, identity: string) =>
    app.http.call<{ outcome?: string; detail?: string }>('/v1/identify', {
      body: { visitor, identity },
      headers: { origin: app.a.origin },
    });
  async function browse(visitor: string, name = 'product_viewed') {
    const at = app.clock.now().toISOString();
    const events = [{ id: randomUUIDv7(), name, at, properties: { items: [{ id: randomUUID() }] } }];
    const answer = await app.http.call('/v1/events', {
      body: { visitor, sentAt: at, consent: 'granted', events },
      headers: { origin: app.a.origin },
    });
    assert.equal(answer.status, 200, answer.text);
  }
  const settled = () =>
    eventually(async () => {
      const [row] = await app.test.ownerSql`select count(*)::int as n from queue.journey_marks`;
      return row!.n === 0;
    });
  const found = async (q: string) => {
    const row = await eventually(async () => (await agent.call<CustomerList>(`/customers?q=${q}`)).json.customers[0]);
    await settled();
    return (await agent.call<CustomerJourney>(`/customers/${row.id}`)).json;
  };
  const chat = async (visitor: string) => {
    const made = await app.http.call<{ token: string; snapshot: { conversation: string; messages: unknown[] } }>(
      '/v1/visitors',
      {
        body: { key: app.a.key, visitor },
        headers: { origin: app.a.origin },
      },
    );
    assert.equal(made.status, 201, made.text);
    return { ...made.json, shopper: app.http.shopper(made.json.token, made.json.snapshot.conversation, app.a.origin) };
  };

  it('is taken from the shop’s own server: the guest is that customer, with all they did', async () => {
    const visitor = tokenOf(app.a);
    await browse(visitor);
    assert.deepEqual(
      (await identify(visitor, sign({ sub: 'anna', name: 'Anna Ash', email: 'anna@ash.example' }))).json,
      { outcome: 'identified' },
    );
    const anna = await found('anna@ash');
    assert.deepEqual([anna.fullName, anna.kind, anna.merges.length], ['Anna Ash', 'known', 0]);
    assert.deepEqual(anna.identities, [{ kind: 'shop_account', value: 'api:anna' }]);
  });

  it('is one person in two browsers, and two again when an agent undoes it', async () => {
    const [phone, desk] = [tokenOf(app.a), tokenOf(app.a)];
    await browse(phone);
    const first = await chat(phone);
    await first.shopper.say('from the phone');
    await identify(phone, sign({ sub: 'bea', email: 'bea@ash.example' }));
    await browse(desk, 'cart_item_added');
    const second = await chat(desk);
    await second.shopper.say('from the desk');
    await settled();
    const before = await dumpRows(app.test.ownerSql);

    assert.equal((await identify(desk, sign({ sub: 'bea' }))).json.outcome, 'identified');
    const one = await found('bea@ash');
    assert.equal(one.merges.length, 1);
    const thread = await agent.call<{ messages: { content: { text: string } }[] }>(
      `/conversations/${one.conversationId}/messages`,
    );
    assert.deepEqual(
      thread.json.messages.map(({ content }) => content.text),
      ['from the phone', 'from the desk'],
    );

    const undone = await agent.call(`/merges/${one.merges[0]!.id}/undo`, { method: 'POST' });
    assert.equal(undone.status, 200, undone.text);
    await settled();
    const now = await dumpRows(app.test.ownerSql);
    const messages = (dump: string) =>
      dump
        .split('\n')
        .filter(line => line.includes('from the'))
        .map(line => line.replace(/"\d{4}-[^"]*"/g, ''))
        .sort();
    assert.deepEqual(messages(now), messages(before));
    const again = await agent.call(`/merges/${one.merges[0]!.id}/undo`, { method: 'POST' });
    assert.equal(again.status, 409);
    const snapshot = await second.shopper.call<{ messages: unknown[] }>('/v1/conversation');
    assert.equal(snapshot.json.messages.length, 1);
  });

  it('can be undone for thirty days, and not a millisecond longer', async () => {
    const [one, two] = [tokenOf(app.a), tokenOf(app.a)];
    for (const visitor of [one, two]) {
      await browse(visitor);
      await identify(visitor, sign({ sub: 'dora', email: 'dora@ash.example' }));
    }
    const [merge] = (await found('dora@ash')).merges;
    app.clock.advance(30 * DAY);
    assert.equal((await agent.call(`/merges/${merge!.id}/undo`, { method: 'POST' })).status, 409);
    app.clock.advance(-1);
    assert.equal((await agent.call(`/merges/${merge!.id}/undo`, { method: 'POST' })).status, 200);
    app.clock.advance(-30 * DAY + 1);
  });

  it('on a shared computer the second person sees nothing of the first', async () => {
    const visitor = tokenOf(app.a);
    const first = await chat(visitor);
    await first.shopper.say('a secret of the first');
    await identify(visitor, sign({ sub: 'cleo', email: 'cleo@ash.example' }));
    const before = await dumpRows(app.test.ownerSql);
    assert.deepEqual((await identify(visitor, sign({ sub: 'dan' }))).json, { outcome: 'renew' });
    assert.equal(await dumpRows(app.test.ownerSql), before);
    const renewed = await chat(tokenOf(app.a));
    assert.equal(renewed.snapshot.messages.length, 0);
  });

  const REFUSED: Record<string, () => string> = {
    'of another audience': () => sign({ aud: app.b.key }),
    'that has expired': () => sign({ exp: seconds(-2 * MINUTE) }),
    'good for longer than fifteen minutes': () => sign({ exp: seconds(20 * MINUTE) }),
    'without an end': () => sign({ exp: undefined }),
    'without a nonce': () => sign({ jti: undefined }),
    'without a subject': () => sign({ sub: '' }),
    'signed with another key': () => sign({}, { key: 'another key' }),
    'signed by nobody': () =>
      `${sign({}, { header: { alg: 'none' } })
        .split('.')
        .slice(0, 2)
        .join('.')}.`,
    'of another algorithm': () => sign({}, { header: { alg: 'HS512' } }),
    'whose claims were changed': () => {
      const [header, , signature] = sign().split('.');
      return `${header}.${part({ aud: app.a.key, sub: 'C-2', exp: seconds(MINUTE), jti: 'x' })}.${signature}`;
    },
    'that is no token': () => 'x'.repeat(40),
  };
  for (const [name, make] of Object.entries(REFUSED)) {
    it(`believes no identity ${name}, and changes nothing`, async () => {
      const visitor = tokenOf(app.a);
      await browse(visitor);
      await settled();
      const before = await dumpRows(app.test.ownerSql);
      const answer = await identify(visitor, make());
      assert.ok([400, 401].includes(answer.status), answer.text);
      assert.ok(answer.json.detail);
      assert.equal(await dumpRows(app.test.ownerSql), before);
    });
  }

  it('is believed once, also when it comes twice at once', async () => {
    const identity = sign({ sub: 'eve' });
    const answers = await Promise.all([identify(tokenOf(app.a), identity), identify(tokenOf(app.a), identity)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  });

  it('is not believed any more when its key was revoked', async () => {
    const made = (await agent.call<{ id: string; secret: string }>('/identity-keys', { method: 'POST' })).json;
    const identity = sign({ sub: 'finn' }, { key: made.secret });
    await agent.call(`/identity-keys/${made.id}`, { method: 'DELETE' });
    assert.equal((await identify(tokenOf(app.a), identity)).status, 401);
  });

  it('is one browser, one visitor: the chat goes on with the token that told the journey', async () => {
    const visitor = tokenOf(app.a);
    await browse(visitor);
    const begun = await Promise.all([chat(visitor), chat(visitor)]);
    assert.deepEqual(
      begun.map(({ token }) => token),
      [visitor, visitor],
    );
    assert.equal(begun[0]!.snapshot.conversation, begun[1]!.snapshot.conversation);
  });

  it('a browser that a typed address tied to somebody tells a journey, and chats apart', async () => {
    const key = (await agent.call<{ key: string }>('/api-keys', { body: { name: 'Shop' } })).json.key;
    const buy = async (visitor: string | undefined) => {
      const order = {
        id: randomUUID(),
        status: 'placed',
        items: [],
        currency: 'EUR',
        total: '10',
        placedAt: app.clock.now().toISOString(),
      };
      const event = {
        id: randomUUID(),
        type: 'order_placed',
        at: order.placedAt,
        order,
        customer: { email: 'gail@ash.example' },
      };
      const journeyId = visitor && createHash('sha256').update(visitor).digest('base64url');
      const answer = await app.http.call('/v1/commerce/events', {
        body: { events: [{ ...event, ...(journeyId && { visitor: journeyId }) }] },
        headers: { authorization: `Bearer ${key}` },
      });
      assert.equal(answer.status, 202, answer.text);
    };
    await buy(undefined);
    const gail = await found('gail@ash');
    const stranger = tokenOf(app.a);
    await browse(stranger);
    await buy(stranger);
    await eventually(async () => (await found('gail@ash')).merges.length === 1);
    const talk = await chat(stranger);
    assert.notEqual(talk.token, stranger);
    assert.equal(talk.snapshot.messages.length, 0);
    await talk.shopper.say('who am I?');
    assert.equal((await found('gail@ash')).conversationId, gail.conversationId);
  });
});
