import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { connectWhatsApp } from '../../services/connect-whatsapp.ts';
import { asOwner } from '../../testing/planting.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { ACCOUNT } from '../../testing/whatsapp-world.ts';

const sign = (body: string, secret = ACCOUNT.appSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const change = (value: object) => ({ value });
const bodyOf = (changes: object[], wabaId = 'nobody') => JSON.stringify({ entry: [{ id: wabaId, changes }] });

describe("WhatsApp's webhook under what nobody should send", () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
    await connectWhatsApp(app.context(), app.deps.sealer, app.a.id, ACCOUNT);
  });
  after(() => app.stop());

  const post = (body: string, signature: string) =>
    app.http.call('/webhooks/whatsapp', { body, headers: { 'x-hub-signature-256': signature } });

  it('refuses 40,000 numbers', async () => {
    const ids = Array.from({ length: 40_000 }, (_, n) => change({ metadata: { phone_number_id: `n${n}` } }));
    assert.equal((await post(bodyOf(ids), `sha256=${'0'.repeat(64)}`)).status, 401);
  });

  it('takes in what is genuine beside bodies with names that no database can hold, forged or not', async () => {
    const strange = (n: number) =>
      bodyOf([change({ metadata: { phone_number_id: `a\u0000b\ud800${n}` } })], `\u0000${n}`);
    const genuine = (n: number) => bodyOf([change({ note: `beside ${n}` })], ACCOUNT.wabaId);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => [
        post(strange(n), `sha256=${'0'.repeat(64)}`),
        post(genuine(n), sign(genuine(n))),
        post(strange(n), sign(strange(n))),
      ]).flat(),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array.from({ length: 10 }, () => [401, 200, 200]).flat(),
    );
  });

  it('looks nothing up for what cannot be a signature', async () => {
    const { db } = app.deps;
    const asked: PropertyKey[] = [];
    app.deps.db = new Proxy(db, {
      get(target, name) {
        asked.push(name);
        return Reflect.get(target, name);
      },
    });
    const statuses: number[] = [];
    for (const signature of ['', 'sha256=', `sha256=${'z'.repeat(64)}`, `sha1=${'0'.repeat(40)}`]) {
      statuses.push((await post(bodyOf([change({})]), signature)).status);
    }
    app.deps.db = db;
    assert.deepEqual(statuses, [401, 401, 401, 401]);
    assert.deepEqual(asked, []);
  });

  it('tries a body that names nobody against the apps it knows only while that is cheap', async () => {
    const short = bodyOf([change({ note: 'x' })]);
    assert.equal((await post(short, sign(short))).status, 200);
    const long = bodyOf([change({ note: 'x'.repeat(64 * 1024) })]);
    assert.equal((await post(long, sign(long))).status, 401);
    const named = bodyOf([change({ note: 'x'.repeat(64 * 1024) })], ACCOUNT.wabaId);
    assert.equal((await post(named, sign(named))).status, 200);
  });

  it('keeps the 30,000 statuses of one signed body of 3 MB', async () => {
    const statuses = Array.from({ length: 30_000 }, (_, n) => ({
      id: `wamid.load.${n}`,
      status: 'sent',
      timestamp: '1773144000',
      recipient_id: '4915123450001',
    }));
    const metadata = { phone_number_id: ACCOUNT.numbers[0]!.phoneNumberId };
    const body = bodyOf([{ field: 'messages', ...change({ metadata, statuses }) }], ACCOUNT.wabaId);
    assert.ok(body.length > 2.9e6 && body.length < 4 * 1024 * 1024);
    const answer = await post(body, sign(body));
    assert.equal(answer.status, 200, answer.text);
    const [kept] = await asOwner(
      app.test.ownerSql,
      app.a.id,
      tx =>
        tx`select count(*)::int as n, count(distinct id)::int as ids from webhook_inbox where dedupe_key like '%wamid.load.%'`,
    );
    assert.deepEqual({ ...kept }, { n: 30_000, ids: 30_000 });
    const [waiting] = await asOwner(
      app.test.ownerSql,
      app.a.id,
      tx =>
        tx`select count(*)::int as n from webhook_inbox where processed_at is null and id not in (select ref from queue.jobs)`,
    );
    assert.equal(waiting!.n, 0, 'every part has its job');
  });
});
