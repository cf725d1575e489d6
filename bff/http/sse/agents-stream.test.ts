import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AgentUpdate } from '../../../contract/update.ts';
import { asOwner } from '../../testing/planting.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe("the agents' stream", () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  it('numbers what happens in all conversations of the shop, with the row as it is now', async () => {
    const [one, two] = [await app.http.visit(app.a), await app.http.visit(app.a)];
    const stream = await app.agent(app.a).listen(0);
    await stream.next('hello');
    await Promise.all([one.say('1'), two.say('2'), one.say('3'), two.say('4')]);
    const agent = app.agent(app.a);
    await agent.say(one.conversation, 'an answer');
    await agent.call(`/conversations/${two.conversation}`, { method: 'PATCH', body: { status: 'resolved' } });
    await stream.until(({ id }) => id === 6);
    const updates = stream.of('update').map(({ data }) => AgentUpdate.parse(data));
    assert.deepEqual(
      updates.map(({ seq }) => seq),
      [1, 2, 3, 4, 5, 6],
    );
    const resolved = updates.at(-1)!;
    assert.deepEqual(
      [resolved.change.kind, resolved.conversation?.status, resolved.conversation?.unread],
      ['conversation', 'resolved', 2],
    );
    const answered = updates.find(({ change }) => change.kind === 'message' && change.message.author.kind === 'agent')!;
    assert.deepEqual([answered.conversation?.id, answered.conversation?.unread], [one.conversation, 0]);
    await stream.close();
  });

  it('never tells of another shop, neither updates nor typing', async () => {
    const [ours, theirs] = [await app.http.visit(app.a), await app.http.visit(app.b)];
    const stream = await app.agent(app.a).listen();
    await stream.next('hello');
    await theirs.say('a secret of Birch');
    await theirs.call('/v1/typing', { body: { typing: true } });
    await ours.call('/v1/typing', { body: { typing: true } });
    await stream.next('typing');
    await ours.say('the end');
    await stream.next('update');
    assert.ok(!stream.text.includes('Birch') && !stream.text.includes(theirs.conversation));
    assert.equal(stream.of('typing').length, 1);
    await stream.close();
  });

  it('begins anew after a number from the future or one that was forgotten', async () => {
    const shopper = await app.http.visit(app.a);
    for (const text of ['1', '2', '3']) await shopper.say(text);
    const future = await app.agent(app.a).listen(10_000);
    const { id, data } = await future.next('reset');
    assert.deepEqual(data, { to: id });
    await future.close();
    await asOwner(app.test.ownerSql, app.a.id, tx => tx`delete from conversation_updates where merchant_seq < ${id}`);
    const past = await app.agent(app.a).listen(1);
    assert.equal((await past.next('reset')).id, id);
    await shopper.say('4');
    assert.equal((await past.next('update')).id, id! + 1);
    await past.close();
  });
});
