import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Problem } from '../../contract/problem.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import type { Answer, Shopper } from '../testing/http-clients.ts';
import { startProxy } from '../testing/tcp-proxy.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

describe('an error', () => {
  let app: TestApp;
  let shopper: Shopper;
  before(async () => {
    app = await startTestApp();
    shopper = await app.http.visit(app.a);
  });
  after(() => app.stop());

  const asked: [name: string, status: number, ask: () => Promise<Answer>][] = [
    ['for no such page', 404, () => app.http.call('/nowhere')],
    ['for no token', 401, () => app.http.call('/v1/conversation')],
    ['for no session', 401, () => app.http.call('/admin/v1/session')],
    ['for a wrong origin', 403, () => app.http.call('/admin/v1/conversations/x', { method: 'PATCH', body: {} })],
    ['for a wrong body', 400, () => shopper.call('/v1/messages', { body: {} })],
    ['for an unsigned webhook', 401, () => app.http.call('/webhooks/whatsapp', { body: {} })],
  ];
  for (const [name, status, ask] of asked) {
    it(`${name} is a problem with the request's own id`, async () => {
      const answer = await ask();
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
      const problem = Problem.strict().parse(answer.json);
      assert.equal(problem.status, status);
      assert.equal(problem.type, `/problems/${problem.code}`);
      assert.equal(problem.id, answer.headers.get('x-request-id'));
      assert.doesNotMatch(answer.text, /\.ts\b|node_modules|\bat /);
    });
  }

  it('of our own says nothing but its id, and the log says why without what people wrote', async () => {
    const { ownerSql } = app.test;
    const secret = 'my address is Elm Street 7';
    const { token } = shopper;
    await ownerSql`alter table whatsapp_messages rename column content to hidden`;
    app.logged.length = 0;
    const answer = await shopper.say(secret);
    await ownerSql`alter table whatsapp_messages rename column hidden to content`;
    assert.equal(answer.status, 500);
    const problem = answer.json as unknown as Problem;
    assert.deepEqual(Object.keys(problem).sort(), ['code', 'id', 'status', 'title', 'type']);
    assert.doesNotMatch(answer.text, /content|column|select|whatsapp_messages/);
    const logged = app.logged.join('');
    const line = app.logged.find(each => each.includes(problem.id) && each.includes('request failed'));
    assert.match(line!, /column.*content/);
    for (const word of [secret, 'Elm Street', token, shopper.token.slice(-20)]) assert.ok(!logged.includes(word));
    assert.equal((await shopper.say('and again')).status, 201);
  });

  it('leaves no word of a message, a query or a token in the log when all goes well, either', async () => {
    app.logged.length = 0;
    await shopper.call('/v1/messages', { body: { clientId: randomUUID(), text: 'a quiet word' } });
    await app.agent(app.a).call('/conversations?q=searched-word');
    await app.agent(app.a).say(shopper.conversation, 'another quiet word');
    const logged = app.logged.join('');
    assert.match(logged, /"request"/);
    assert.doesNotMatch(logged, /quiet|searched-word|wxv_|session_token|127\.0\.0\.1/);
  });
});

describe('without the database', () => {
  let test: TestDatabase;
  let app: TestApp;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  before(async () => {
    test = await testDatabase();
    proxy = await startProxy(test.appUrl);
    app = await startTestApp({ test, through: proxy.through });
  });
  after(async () => {
    await proxy.up();
    await app.stop();
    await proxy.down();
    await test.drop();
  });

  it('the server says 503 and when to come back, and works again by itself', async () => {
    const shopper = await app.http.visit(app.a);
    const stream = await shopper.listen();
    await stream.next('hello');
    assert.equal((await app.http.call('/readyz')).status, 200);
    await proxy.down();
    const asked = [
      () => shopper.say('are you there?'),
      () => shopper.call('/v1/conversation'),
      () => app.agent(app.a).call('/conversations'),
      () =>
        app.http.call('/webhooks/whatsapp', {
          body: {},
          headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
        }),
    ];
    for (const ask of asked) {
      const answer = (await ask()) as Answer;
      assert.equal(answer.status, 503, answer.text);
      assert.equal(answer.headers.get('retry-after'), '2');
      assert.equal(answer.json.code, 'unavailable');
    }
    assert.equal((await app.http.call('/readyz')).status, 503);
    assert.equal((await app.http.call('/healthz')).status, 200);
    assert.equal((await app.http.call('/v1/widget?key=wx_')).status, 400);

    await proxy.up();
    await eventually(async () => (await app.http.call('/readyz')).status === 200, 'ready again');
    const clientId = randomUUID();
    const said = await eventually(async () => {
      const answer = await shopper.say('back again', clientId);
      return answer.status < 300 ? answer : undefined;
    }, 'a message');
    await stream.until(({ id }) => id === said.json.seq);
    await stream.close();
  });
});
