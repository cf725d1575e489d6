import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { eventually } from '../../testing/eventually.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const env = { WOODEX_LIVE: 'postgres' };

describe('two nodes over one database', () => {
  let test: TestDatabase;
  let one: TestApp;
  let two: TestApp;
  before(async () => {
    test = await testDatabase();
    one = await startTestApp({ test, env });
    two = await startTestApp({ test, env, clock: one.clock });
  });
  after(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await test.drop();
  });

  it('are one: what is posted to one arrives on the streams of the other', async () => {
    const shopper = await one.http.visit(one.a);
    const elsewhere = two.http.shopper(shopper.token, shopper.conversation, one.a.origin);
    const [stream, agents] = [await elsewhere.listen(), await two.agent(two.a).listen()];
    await Promise.all([stream.next('hello'), agents.next('hello')]);
    await shopper.say('from node one');
    assert.equal((await stream.next('update')).id, 1);
    assert.equal((await agents.next('update')).data.conversationId, shopper.conversation);
    await one.agent(one.a).call(`/conversations/${shopper.conversation}/typing`, { body: { typing: true } });
    assert.equal((await stream.next('typing')).data.by, 'agent');
    await Promise.all([stream.close(), agents.close()]);
  });

  it('catch up by themselves after the listening connections were cut', async () => {
    const shopper = await one.http.visit(one.a);
    const stream = await two.http.shopper(shopper.token, shopper.conversation, one.a.origin).listen();
    await stream.next('hello');
    await test.ownerSql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and query ilike 'listen%'`.catch(() => {});
    const said = await eventually(async () => {
      const answer = await shopper.say('while nobody listened');
      return answer.status === 201 ? answer : undefined;
    }, 'a message');
    await stream.until(({ id }) => id === said.json.seq);
    await stream.close();
  });

  it('take one message once, whichever node its copies reach', async () => {
    const shopper = await one.http.visit(one.a);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 ? two : one).http
          .shopper(shopper.token, shopper.conversation, one.a.origin)
          .say('the same', '01900000-0000-7000-8000-00000000000a'),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(9).fill(200), 201]);
  });
});
