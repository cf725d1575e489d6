import assert from 'node:assert/strict';
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { EventsAccepted } from '../../../contract/journey-event.ts';
import type { Problem } from '../../../contract/problem.ts';
import { HOUR } from '../../domain/duration.ts';
import { countRows } from '../../testing/row-counts.ts';
import { startTestApp, type TestApp, type TestMerchant } from '../../testing/test-app.ts';

describe('POST /v1/events', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ env: { WOODEX_EVENTS_PER_ADDRESS: '100000' } });
  });
  after(() => app.stop());

  const tokenOf = ({ key }: TestMerchant) => `wxv_${key.slice(3)}_${randomBytes(32).toString('base64url')}`;
  const event = (more: object = {}) => ({
    id: randomUUIDv7(),
    name: 'product_viewed',
    at: app.clock.now().toISOString(),
    page: { url: 'https://shop.example/oak', title: 'Oak' },
    properties: { items: [{ id: 'oak', price: 12.5, quantity: 1 }] },
    ...more,
  });
  const batch = (more: object = {}) => ({
    visitor: tokenOf(app.a),
    sentAt: app.clock.now().toISOString(),
    consent: 'granted',
    timeZone: 'Europe/Berlin',
    language: 'de-de',
    events: [event()],
    ...more,
  });
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=UTF-8', origin: app.a.origin, connection: 'close', ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    });
  const told = async (body: unknown): Promise<EventsAccepted> => {
    const response = await send(body);
    assert.equal(response.status, 200, await response.clone().text());
    return (await response.json()) as EventsAccepted;
  };
  const rows = () => countRows(app.test.ownerSql);
  const stored = async (id: string) => {
    const [row] = await app.test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${app.a.id}, true)`;
      return sql`select * from customer_journey_events where id = ${id}`;
    });
    return row!;
  };

  it('keeps events, and makes the browser and its guest, without a conversation', async () => {
    const before = await rows();
    assert.deepEqual(await told(batch({ events: [event(), event()] })), { accepted: 2, repeated: 0, rejected: [] });
    const now = await rows();
    const grown = Object.keys(now).filter(name => now[name] !== before[name]);
    assert.deepEqual(
      grown.sort(),
      ['customer_journey_events', 'customer_journeys', 'customers', 'journey_summaries', 'visitors'].map(
        name => `public.${name}`,
      ),
    );
    assert.equal(now['public.customers'], before['public.customers']! + 1);
  });

  it('is the same event however often it is sent, also twice at once and twice in one batch', async () => {
    const one = event();
    const body = batch({ events: [one, one] });
    const answers = await Promise.all([told(body), told(body), told(body)]);
    assert.equal(
      answers.reduce((sum, { accepted }) => sum + accepted, 0),
      1,
    );
    assert.deepEqual(await told(body), { accepted: 0, repeated: 2, rejected: [] });
  });

  it('makes one browser of many requests that begin at once, on two nodes', async () => {
    const other = await startTestApp({ test: app.test });
    const body = () => batch({ visitor, events: [event()] });
    const visitor = tokenOf(app.a);
    const before = await rows();
    const ask = (url: string) =>
      fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: app.a.origin },
        body: JSON.stringify(body()),
      });
    const answers = await Promise.all([app.url, other.url, app.url, other.url].map(ask));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    );
    const now = await rows();
    assert.equal(now['public.visitors'], before['public.visitors']! + 1);
    await other.stop();
  });

  it('corrects a clock that is wrong by hours, and keeps what it said', async () => {
    const now = app.clock.now().getTime();
    const wrong = (ms: number) => new Date(now - 5 * HOUR - ms).toISOString();
    const late = event({ at: wrong(3000) });
    await told(batch({ sentAt: wrong(0), events: [late] }));
    const row = await stored(late.id);
    assert.equal(row.occurred_at.getTime(), now - 3000);
    assert.equal(row.client_at.getTime(), now - 5 * HOUR - 3000);
    assert.equal(row.received_at.getTime(), now);
  });

  it('keeps the good ones of a batch and names the bad one with its reason', async () => {
    const bad = event({ name: 'order_paid' });
    const { accepted, rejected } = await told(batch({ events: [event(), bad, event(), { id: 7 }] }));
    assert.equal(accepted, 2);
    assert.deepEqual(
      rejected.map(({ index, id }) => [index, id]),
      [
        [1, bad.id],
        [3, null],
      ],
    );
    assert.match(rejected[0]!.errors[0]!.message, /shop's server/);
  });

  it('remembers how the shopper agreed, their zone and language, spelled canonically; nonsense is left out', async () => {
    const visitor = tokenOf(app.a);
    const settings = async () => {
      const [row] = await app.test.ownerSql.begin(async sql => {
        await sql`select set_config('app.merchant_id', ${app.a.id}, true)`;
        return sql`select journey_consent, time_zone, language from visitors order by created_at desc, id desc limit 1`;
      });
      return { ...row };
    };
    await told(batch({ visitor, timeZone: 'europe/berlin', language: 'DE-at' }));
    assert.deepEqual(await settings(), { journey_consent: 'granted', time_zone: 'Europe/Berlin', language: 'de-AT' });
    await told(batch({ visitor, timeZone: 'Mars/Olympus', language: '!!', consent: 'setting' }));
    assert.deepEqual(await settings(), { journey_consent: 'setting', time_zone: 'Europe/Berlin', language: 'de-AT' });
  });

  it('takes nothing from a foreign page, a foreign shop or a revoked browser', async () => {
    const before = await rows();
    const foreign = await send(batch(), { origin: 'https://elsewhere.example' });
    assert.equal(foreign.status, 403);
    assert.equal(foreign.headers.get('access-control-allow-origin'), null);
    const nobody = await send(batch({ visitor: `wxv_${'A'.repeat(22)}_${'A'.repeat(43)}` }));
    assert.ok([400, 404].includes(nobody.status));
    assert.deepEqual(await rows(), before);

    const visitor = tokenOf(app.a);
    await told(batch({ visitor }));
    await app.test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${app.a.id}, true)`;
      await sql`update visitors set revoked_at = now() where id = (select id from visitors order by id desc limit 1)`;
    });
    assert.equal((await send(batch({ visitor }))).status, 401);
  });

  it('lets the page read the answer, also a refusal, without a preflight', async () => {
    const answer = await send(batch());
    assert.equal(answer.headers.get('access-control-allow-origin'), app.a.origin);
    const refusal = await send('{');
    assert.equal(refusal.headers.get('access-control-allow-origin'), app.a.origin);
  });

  it('asks a browser that floods to come back later', async () => {
    const visitor = tokenOf(app.a);
    const answers = await Promise.all(Array.from({ length: 70 }, () => send(batch({ visitor }))));
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(refused.length, 10);
    assert.ok(Number(refused[0]!.headers.get('retry-after')) >= 1);
  });

  const properties = (value: unknown) => ({ events: [event({ properties: value })] });
  const NASTY: Record<string, () => unknown> = {
    'an empty body': () => '',
    'no object': () => '[]',
    'a number': () => '1e999',
    'truncated JSON': () => JSON.stringify(batch()).slice(0, -2),
    'a byte order mark': () => `\uFEFF${JSON.stringify(batch())}`,
    'bytes that are no UTF-8': () => Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d),
    gzip: () => gzipSync(JSON.stringify(batch())),
    'a key twice': () => JSON.stringify(batch()).replace('{', '{"consent":"setting",'),
    'a key twice within an event': () => JSON.stringify(batch()).replace('"price":', '"price":1,"price":'),
    __proto__: () => JSON.stringify(batch()).replace('"price":', '"__proto__":{"x":1},"price":'),
    constructor: () => JSON.stringify(batch(properties({ constructor: 1 }))),
    'depth 100,000': () => JSON.stringify(batch()).replace('12.5', '['.repeat(100_000) + ']'.repeat(100_000)),
    'depth 15': () => batch(properties(JSON.parse(`${'{"a":'.repeat(15)}1${'}'.repeat(15)}`))),
    NUL: () => batch(properties({ term: 'a\0b' })),
    'NUL in a name of the shop’s own': () => batch(properties({ 'a\0b': 1 })),
    'half a surrogate pair': () => batch(properties({ note: '\ud800' })),
    'NUL in the address': () => batch({ events: [event({ page: { url: '\0', title: '' } })] }),
    'a string of 1 MB': () => batch(properties({ note: 'x'.repeat(1_000_000) })),
    'a string of 9 kB': () => batch(properties({ note: 'x'.repeat(9_000) })),
    '10,000 keys': () => batch(properties(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, 1])))),
    '51 keys': () => batch(properties(Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 1])))),
    '101 events': () => batch({ events: Array.from({ length: 101 }, () => event()) }),
    'no events': () => batch({ events: [] }),
    'an unknown key': () => batch({ admin: true }),
    'an unknown key of an event': () => batch({ events: [event({ merchantId: app.b.id })] }),
    'an id that is no UUIDv7': () => batch({ events: [event({ id: '00000000-0000-4000-8000-000000000000' })] }),
    'a date that is none': () => batch({ events: [event({ at: '2026-02-30T00:00:00Z' })] }),
    'a currency that is none': () => batch(properties({ currency: 'euros' })),
    'a price below zero': () => batch(properties({ items: [{ id: 'oak', price: -1 }] })),
    'a huge number': () => JSON.stringify(batch()).replace('12.5', '1e308'),
    'a name that is none': () => batch({ events: [event({ name: 'DROP TABLE' })] }),
    'another consent': () => batch({ consent: 'denied' }),
    'a token of other length': () => batch({ visitor: 'wxv_x' }),
  };
  for (const [name, make] of Object.entries(NASTY)) {
    it(`refuses ${name}, and keeps nothing of it`, async () => {
      const before = await rows();
      const response = await send(make());
      assert.ok(response.status >= 400 && response.status < 500, `${response.status}`);
      assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
      const problem = (await response.json()) as Problem;
      assert.ok(problem.detail || response.status === 413);
      assert.deepEqual(await rows(), before);
    });
  }

  it('reads no other kind of body', async () => {
    assert.equal((await send(batch(), { 'content-type': 'application/xml' })).status, 400);
  });
});
