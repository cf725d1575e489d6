import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { ConversationDetail, ConversationList, InboxCounts } from '../../../contract/conversation.ts';
import type { MessagePage } from '../../../contract/message.ts';
import { MINUTE } from '../../domain/duration.ts';
import type { AgentClient, Shopper } from '../../testing/http-clients.ts';
import { journeysFollowed } from '../../testing/journeys-followed.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe("the agents' inbox", () => {
  let app: TestApp;
  let agent: AgentClient;
  let shopper: Shopper;
  before(async () => {
    app = await startTestApp();
    agent = app.agent(app.a);
  });
  after(() => app.stop());
  beforeEach(async () => {
    app.clock.advance(MINUTE);
    shopper = await app.http.visit(app.a);
  });

  const list = async (query: string) => (await agent.call<ConversationList>(`/conversations${query}`)).json;
  const detail = async () => (await agent.call<ConversationDetail>(`/conversations/${shopper.conversation}`)).json;
  const counts = async () => (await agent.call<InboxCounts>('/conversations/counts')).json;
  const change = (body: object) =>
    agent.call<ConversationDetail>(`/conversations/${shopper.conversation}`, { method: 'PATCH', body });

  it('shows a conversation once something was said in it', async () => {
    const before = (await list('?view=all')).conversations.length;
    assert.ok(!(await list('?view=all')).conversations.some(({ id }) => id === shopper.conversation));
    await shopper.say('hello');
    const { conversations } = await list('?view=all');
    assert.equal(conversations.length, before + 1);
    const [newest] = conversations;
    assert.deepEqual([newest!.id, newest!.unread, newest!.customer.kind], [shopper.conversation, 1, 'guest']);
    assert.equal(newest!.serviceWindowClosesAt, null);
  });

  it('counts unread messages, and marks them read only forward', async () => {
    for (const text of ['1', '2', '3']) await shopper.say(text);
    const unread = (await counts()).unread;
    const seen: number[] = [(await detail()).unread];
    for (const upTo of [2, 1, 99]) {
      assert.equal((await agent.call(`/conversations/${shopper.conversation}/read`, { body: { upTo } })).status, 204);
      seen.push((await detail()).unread);
    }
    assert.deepEqual(seen, [3, 1, 1, 0]);
    assert.equal((await counts()).unread, unread - 1);
  });

  it('takes an answer by web, once, and counts everything before it as read', async () => {
    await shopper.say('a question');
    const clientId = randomUUID();
    const first = await agent.say(shopper.conversation, 'an answer', { clientId });
    const again = await agent.say(shopper.conversation, 'an answer', { clientId });
    const other = await agent.say(shopper.conversation, 'something else', { clientId });
    assert.deepEqual([first.status, again.status, other.status], [201, 200, 409]);
    assert.deepEqual(again.json.message, first.json.message);
    assert.deepEqual(first.json.message.author, { kind: 'agent', id: app.a.agent.id, name: 'Ash agent' });
    assert.deepEqual(
      [first.json.message.channel, first.json.message.delivery, (await detail()).unread],
      ['web', null, 0],
    );
  });

  it('refuses WhatsApp for who never wrote there', async () => {
    await shopper.say('by web');
    const answer = await agent.say(shopper.conversation, 'by phone?', { channel: 'whatsapp' });
    assert.deepEqual([answer.status, (answer.json as unknown as { code: string }).code], [409, 'channel-unavailable']);
    assert.equal(
      (await agent.call<MessagePage>(`/conversations/${shopper.conversation}/messages`)).json.messages.length,
      1,
    );
  });

  it('assigns, resolves, and is reopened by what the shopper writes', async () => {
    await shopper.say('hello');
    const mine = (await counts()).mine;
    const assigned = await change({ assigneeId: app.a.agent.id });
    assert.deepEqual(assigned.json.assignee, { id: app.a.agent.id, name: 'Ash agent' });
    assert.equal((await counts()).mine, mine + 1);
    assert.equal((await change({ status: 'resolved' })).json.status, 'resolved');
    assert.equal((await counts()).mine, mine);
    const ids = async (view: string) => (await list(`?view=${view}&limit=100`)).conversations.map(({ id }) => id);
    assert.ok((await ids('resolved')).includes(shopper.conversation));
    assert.ok(!(await ids('open')).includes(shopper.conversation));
    await shopper.say('one more thing');
    assert.equal((await detail()).status, 'open');
    assert.ok((await ids('mine')).includes(shopper.conversation));
    assert.equal((await change({ assigneeId: null })).json.assignee, null);
    assert.ok((await ids('unassigned')).includes(shopper.conversation));
    assert.equal((await change({ status: 'resolved' })).json.status, 'resolved');
    assert.equal((await change({ status: 'open' })).json.status, 'open');
  });

  for (const [name, body] of [
    ['nothing', {}],
    ['an unknown status', { status: 'closed' }],
    ['an unknown agent', { assigneeId: randomUUID() }],
    ['an agent that is no id', { assigneeId: 'marta' }],
    ['an unknown key', { status: 'open', unread: 0 }],
  ] as [string, object][]) {
    it(`refuses to change ${name}`, async () => {
      await shopper.say('hello');
      await journeysFollowed(app.test.ownerSql);
      const before = await detail();
      assert.equal((await change(body)).status, 400);
      assert.deepEqual(await detail(), before);
    });
  }

  it('is paged without a gap or a double, also when many came at one moment', async () => {
    const others = await Promise.all(Array.from({ length: 9 }, () => app.http.visit(app.a)));
    await Promise.all(others.map((other, n) => other.say(`paged ${n}`)));
    const found: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await list(`?view=all&q=paged&limit=2${cursor && `&cursor=${cursor}`}`);
      found.push(...page.conversations.map(({ id }) => id));
      if (!page.next) break;
      cursor = page.next;
    }
    assert.deepEqual(found.toSorted(), others.map(({ conversation }) => conversation).toSorted());
  });

  it('is searched by what was said, with no meaning in % and _', async () => {
    await shopper.say('the 100% oak_table');
    const found = async (q: string) =>
      (await list(`?view=all&q=${encodeURIComponent(q)}`)).conversations.map(({ id }) => id);
    assert.deepEqual(await found('100% OAK_'), [shopper.conversation]);
    assert.deepEqual(await found('100_'), []);
    assert.deepEqual(await found('%oak%'), []);
    assert.deepEqual(await found("' or true --"), []);
  });

  for (const query of [
    '?view=closed',
    '?limit=0',
    '?limit=101',
    '?cursor=x',
    '?cursor=%00',
    '?unread=maybe',
    '?q=%00',
    '?sort=asc',
    `?q=${'x'.repeat(201)}`,
  ]) {
    it(`refuses ${query.slice(0, 30)}`, async () => {
      const answer = await agent.call(`/conversations${query}`);
      assert.equal(answer.status, 400, answer.text);
    });
  }

  it('shows only unread ones when asked', async () => {
    await shopper.say('unread');
    const page = await list('?unread=true&limit=100');
    assert.ok(page.conversations.length > 0 && page.conversations.every(({ unread }) => unread > 0));
  });
});
