import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { DrizzleQueryError } from 'drizzle-orm';
import { retryConflict } from '../services/write-conflict.ts';
import type { Answer, Shopper } from '../testing/http-clients.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

describe('a write that loses against another', () => {
  let app: TestApp;
  let shopper: Shopper;
  before(async () => {
    app = await startTestApp();
    shopper = await app.http.visit(app.a);
    assert.equal((await shopper.say('hello')).status, 201);
    // A sequence counts through rollbacks: every write into a conversation is the loser twice.
    await app.test.ownerSql.unsafe(`
      create sequence losses;
      grant usage, update on sequence losses to public;
      create function lose() returns trigger language plpgsql as $$ begin
        if nextval('losses') <= 2 then raise exception using errcode = tg_argv[0], message = 'lost'; end if;
        return new;
      end $$`);
  });
  after(() => app.stop());
  beforeEach(() => app.test.ownerSql`select setval('losses', 1, false)`);

  const writes: [name: string, ask: () => Promise<Answer>][] = [
    ["a shopper's message", () => shopper.say('again')],
    ["an agent's answer", () => app.agent(app.a).say(shopper.conversation, 'an answer')],
    ['a reading mark', () => shopper.call('/v1/read', { body: { upTo: 99 } })],
    [
      'a change of the conversation',
      () =>
        app
          .agent(app.a)
          .call(`/conversations/${shopper.conversation}`, { method: 'PATCH', body: { status: 'resolved' } }),
    ],
  ] as [string, () => Promise<Answer>][];
  for (const code of ['40P01', '40001']) {
    for (const [name, ask] of writes) {
      it(`begins again after ${code}: ${name}`, async () => {
        await app.agent(app.a).say(shopper.conversation, 'something to read');
        await app.test.ownerSql.unsafe(`
          create or replace trigger lose before update on whatsapp_conversations
          for each row execute function lose('${code}')`);
        await app.test.ownerSql`select setval('losses', 1, false)`;
        const answer = await ask();
        await app.test.ownerSql`drop trigger lose on whatsapp_conversations`;
        assert.ok(answer.status < 300, answer.text);
      });
    }
  }

  const lost = (code: string) => new DrizzleQueryError('update', [], Object.assign(new Error('lost'), { code }));
  it('gives up after the third time, and at once when it did not lose', async () => {
    let tries = 0;
    const always = (code: string) => () => {
      tries += 1;
      return Promise.reject(lost(code));
    };
    await assert.rejects(retryConflict(always('40P01')), ({ cause }) => cause.code === '40P01');
    assert.equal(tries, 3);
    await assert.rejects(retryConflict(always('42703')));
    assert.equal(tries, 4);
  });
});
