import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { MessagePage } from '../../../contract/message.ts';
import type { ConversationSnapshot } from '../../../contract/storefront.ts';
import { MINUTE } from '../../domain/duration.ts';
import type { Shopper } from '../../testing/http-clients.ts';
import { countRows } from '../../testing/row-counts.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe("a shopper's messages", () => {
  let app: TestApp;
  let shopper: Shopper;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());
  beforeEach(async () => {
    app.clock.advance(MINUTE);
    shopper = await app.http.visit(app.a);
  });

  const textsOf = async (who: Shopper) => {
    const { json } = await who.call<MessagePage>('/v1/messages');
    return json.messages.map(({ content }) => (content.kind === 'text' ? content.text : content.kind));
  };

  it('takes a text, trims it, and gives it the first place', async () => {
    const { status, json } = await shopper.say('  Is the oak table in stock?\n');
    assert.equal(status, 201);
    assert.deepEqual(json.message.content, { kind: 'text', text: 'Is the oak table in stock?' });
    assert.equal(json.message.position, 1);
    assert.equal(json.seq, 1);
    assert.equal(json.message.sentAt, app.clock.now().toISOString());
    assert.deepEqual(json.message.author, { kind: 'shopper' });
  });

  it('takes the same message once, however often it is sent', async () => {
    const clientId = randomUUID();
    const first = await shopper.say('once', clientId);
    const second = await shopper.say('once', clientId);
    assert.deepEqual([first.status, second.status], [201, 200]);
    assert.deepEqual(second.json, first.json);
    assert.deepEqual(await textsOf(shopper), ['once']);
  });

  it('takes it once when twenty copies come together', async () => {
    const clientId = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => shopper.say('all at once', clientId)));
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [...Array(19).fill(200), 201]);
    assert.equal(new Set(answers.map(({ json }) => json.message.id)).size, 1);
    assert.deepEqual(await textsOf(shopper), ['all at once']);
  });

  it('refuses another text under a known id, and keeps the first', async () => {
    const clientId = randomUUID();
    await shopper.say('one', clientId);
    const answer = await shopper.say('two', clientId);
    assert.equal(answer.status, 409);
    assert.equal((answer.json as unknown as { code: string }).code, 'conflict');
    assert.deepEqual(await textsOf(shopper), ['one']);
  });

  it('takes the same id from two shoppers as two messages', async () => {
    const clientId = randomUUID();
    const other = await app.http.visit(app.a);
    assert.equal((await shopper.say('mine', clientId)).status, 201);
    assert.equal((await other.say('theirs', clientId)).status, 201);
    assert.deepEqual([await textsOf(shopper), await textsOf(other)], [['mine'], ['theirs']]);
  });

  it('gives 25 concurrent messages places 1 to 25', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, (_, n) => shopper.say(`message ${n}`)));
    const positions = answers.map(({ json }) => json.message.position).sort((a, b) => a - b);
    assert.deepEqual(
      positions,
      Array.from({ length: 25 }, (_, n) => n + 1),
    );
  });

  it('pages back through the thread, oldest first', async () => {
    for (let n = 1; n <= 5; n++) await shopper.say(`text ${n}`);
    const page = await shopper.call<MessagePage>('/v1/messages?limit=2');
    assert.deepEqual([page.json.messages.map(({ position }) => position), page.json.hasMore], [[4, 5], true]);
    const first = await shopper.call<MessagePage>('/v1/messages?limit=3&before=4');
    assert.deepEqual([first.json.messages.map(({ position }) => position), first.json.hasMore], [[1, 2, 3], false]);
  });

  it('remembers the page on which the conversation began, and not a later one', async () => {
    const page = (n: number) => ({ url: `https://ash.example/${n}`, title: `Page ${n}` });
    for (const n of [1, 2]) {
      await shopper.call('/v1/messages', { body: { clientId: randomUUID(), text: 'hi', page: page(n) } });
    }
    const detail = await app
      .agent(app.a)
      .call<{ customer: { startedOn: unknown } }>(`/conversations/${shopper.conversation}`);
    assert.deepEqual(detail.json.customer.startedOn, page(1));
  });

  it("counts the agent's unread answers, and reads them only forward", async () => {
    await shopper.say('hello?');
    for (const text of ['one', 'two', 'three']) await app.agent(app.a).say(shopper.conversation, text);
    const snapshot = async () => (await shopper.call<ConversationSnapshot>('/v1/conversation')).json;
    assert.deepEqual([(await snapshot()).readUpTo, (await snapshot()).unread], [0, 3]);
    for (const [upTo, readUpTo, unread] of [
      [3, 3, 1],
      [2, 3, 1],
      [999, 4, 0],
    ]) {
      assert.equal((await shopper.call('/v1/read', { body: { upTo } })).status, 204);
      assert.deepEqual([(await snapshot()).readUpTo, (await snapshot()).unread], [readUpTo, unread]);
    }
  });

  it("shows nothing of one shopper's thread to another, of either shop", async () => {
    await shopper.say('a secret');
    for (const merchant of [app.a, app.b]) {
      const other = await app.http.visit(merchant);
      const before = await countRows(app.test.ownerSql);
      for (const path of ['/v1/conversation', '/v1/messages', `/v1/messages?before=99`]) {
        assert.ok(!(await other.call(path)).text.includes('a secret'));
      }
      const stream = await other.listen(0, `?conversation=${shopper.conversation}`);
      const reset = await stream.next('reset');
      assert.equal(reset.data.conversation, other.conversation);
      assert.deepEqual(reset.data.messages, []);
      await other.call('/v1/read', { body: { upTo: 1 } });
      await stream.close();
      assert.ok(!stream.text.includes('a secret'));
      assert.deepEqual(await countRows(app.test.ownerSql), before);
    }
  });

  const forged: [name: string, forge: (token: string, other: string) => string][] = [
    ["another shop's id in the token", (token, other) => `${other.slice(0, 27)}${token.slice(27)}`],
    ['a last character changed', token => token.slice(0, -1) + (token.endsWith('A') ? 'E' : 'A')],
    ['a character too many', token => `${token}A`],
    ['an empty token', () => ''],
    ["the shop's public key", () => app.a.key],
    ['two tokens', (token, other) => `${token} ${other}`],
  ];
  for (const [name, forge] of forged) {
    it(`does not know ${name}`, async () => {
      const other = await app.http.visit(app.b);
      const authorization = `Bearer ${forge(shopper.token, other.token)}`;
      const { status } = await app.http.call('/v1/conversation', { headers: { authorization } });
      assert.equal(status, 401);
    });
  }

  it('knows the token by no other scheme', async () => {
    for (const authorization of [`Basic ${shopper.token}`, shopper.token, `bearer: ${shopper.token}`]) {
      assert.equal((await app.http.call('/v1/conversation', { headers: { authorization } })).status, 401);
    }
  });

  it('answers a repeated message with its number also after it was read and answered', async () => {
    const clientId = randomUUID();
    const first = await shopper.say('again?', clientId);
    await app.agent(app.a).say(shopper.conversation, 'yes');
    const again = await shopper.say('again?', clientId);
    assert.deepEqual([again.status, again.json.seq, again.json.message.id], [200, 1, first.json.message.id]);
  });
});
