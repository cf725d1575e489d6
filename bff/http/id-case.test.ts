import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Message } from '../../contract/message.ts';
import type { Shopper } from '../testing/http-clients.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

describe('an id in upper case', () => {
  let app: TestApp;
  let shopper: Shopper;
  before(async () => {
    app = await startTestApp();
    shopper = await app.http.visit(app.a);
  });
  after(() => app.stop());

  it("is the thread's own to its stream, which goes on and does not begin anew", async () => {
    const said = await shopper.say('hello');
    const stream = await shopper.listen(said.json.seq - 1, `?conversation=${shopper.conversation.toUpperCase()}`);
    await stream.next('update');
    assert.equal(stream.of('reset').length, 0);
    await stream.close();
  });

  it('wakes the same screens', async () => {
    const stream = await shopper.listen();
    await stream.next('hello');
    const path = `/conversations/${shopper.conversation.toUpperCase()}`;
    await app.agent(app.a).call(`${path}/typing`, { body: { typing: true } });
    assert.equal((await stream.next('typing')).data.conversation, shopper.conversation);
    const answered = await app.agent(app.a).call<{ message: Message }>(`${path}/messages`, {
      body: { clientId: randomUUID().toUpperCase(), text: 'good day' },
    });
    assert.equal(answered.status, 201, answered.text);
    await stream.next('update');
    await stream.close();
  });

  it('names the same message when it is sent again, and is answered in lower case', async () => {
    const clientId = randomUUID();
    const first = await shopper.say('once', clientId.toUpperCase());
    const again = await shopper.say('once', clientId);
    assert.deepEqual([first.status, again.status], [201, 200]);
    assert.equal(first.json.message.clientId, clientId);
  });

  it('assigns the same agent', async () => {
    const answer = await app.agent(app.a).call<{ assignee: { id: string } }>(`/conversations/${shopper.conversation}`, {
      method: 'PATCH',
      body: { assigneeId: app.a.agent.id.toUpperCase() },
    });
    assert.equal(answer.json.assignee.id, app.a.agent.id, answer.text);
  });
});
