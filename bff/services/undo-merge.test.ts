import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Message, MessagePage } from '../../contract/message.ts';
import { DAY, MINUTE } from '../domain/duration.ts';
import { openShop, type Shop } from '../testing/people-world.ts';
import { prefilled, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

const saying = ({ content }: Message) => (content.kind === 'text' ? content.text : content.kind);

describe('undoing a merge', () => {
  let world: WhatsAppWorld;
  let shop: Shop;
  let account: string;
  before(async () => {
    world = await startWhatsAppWorld();
    shop = await openShop(world.app, world.app.a);
  });
  after(() => world.stop());
  beforeEach(() => {
    world.clock.advance(5 * MINUTE);
    account = `u-${randomUUID().slice(0, 8)}`;
  });

  /** The rows that a merge must lose nothing of. Numbers of updates go on; nothing of those is asked for here. */
  async function facts(): Promise<string[]> {
    const tables: Record<string, string> = {
      whatsapp_messages:
        'id, conversation_id, position, author, channel, content, client_id, wamid, origin_conversation_id, created_at',
      customer_journey_events: 'id, subject_id, name, properties, occurred_at',
      orders: 'id, subject_id, external_id, total',
      carts: 'id, subject_id, external_id, total, status',
      customer_identities: 'id, customer_id, kind, value, own_thread_id, sees_from',
      customer_contacts: 'id, customer_id, kind, value',
      visitors: 'id, customer_id, own_thread_id, sees_from, may_chat',
      customers: 'id, kind, merged_into',
      whatsapp_conversations:
        'id, customer_id, merged_into, last_position, last_message_id, unread_count, read_by_agents, read_by_shopper, whatsapp_identity_id, started_url, assignee_id',
    };
    const lines: string[] = [];
    for (const [table, columns] of Object.entries(tables)) {
      const rows = await world.app.test.ownerSql.begin(async sql => {
        await sql`select set_config('app.merchant_id', ${world.app.a.id}, true)`;
        return sql.unsafe(`select ${columns} from ${table}`);
      });
      lines.push(...rows.map(row => `${table} ${JSON.stringify(row)}`));
    }
    return lines.sort();
  }
  const difference = (a: string[], b: string[]) => a.filter(line => !b.includes(line));
  const texts = async (conversation: string) =>
    (await shop.agent.call<MessagePage>(`/conversations/${conversation}/messages?limit=100`)).json.messages.map(saying);
  const logInAnew = async (more: object = {}) => {
    const token = shop.newToken();
    await shop.browse(token);
    const page = await shop.chat(token);
    await page.say(`before, ${token.slice(-4)}`);
    return { token, page, identify: () => shop.identify(token, shop.sign({ sub: account, ...more })) };
  };
  const lastMerge = async () => (await shop.customer(`${account}@ash`)).merges.at(-1)!;

  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`leaves everything as it was: merged and undone, by chance ${seed}`, async () => {
      let state = seed * 2654435761;
      const chance = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
      };
      const first = shop.newToken();
      await shop.browse(first);
      if (chance() < 0.7) await shop.order({ email: `other-${account}@ash.example` }, first);
      await shop.identify(first, shop.sign({ sub: account, email: `${account}@ash.example` }));
      const second = shop.newToken();
      await shop.browse(second);
      const pages = [chance() < 0.75 && (await shop.chat(first)), chance() < 0.75 && (await shop.chat(second))];
      for (let i = 0; i < 8; i++) {
        const page = pages[chance() < 0.5 ? 0 : 1];
        world.clock.advance(Math.floor(chance() * 3) * 1000);
        if (!page) continue;
        const did = chance();
        if (did < 0.6) await page.say(`${seed}.${i}`);
        else if (did < 0.8) await shop.agent.say(page.conversation, `answer ${seed}.${i}`, { channel: 'web' });
        else
          await shop.agent.call(`/conversations/${page.conversation}/read`, {
            body: { upTo: 1 + Math.floor(chance() * i) },
          });
      }
      await shop.settled();
      const before = await facts();
      assert.equal((await shop.identify(second, shop.sign({ sub: account }))).json.outcome, 'identified');
      assert.notDeepEqual(await facts(), before);
      assert.equal((await shop.undo((await lastMerge()).id)).status, 200);
      await shop.settled();
      const now = await facts();
      assert.deepEqual(difference(before, now), []);
      // A page whose token was good is given an empty thread of its own, nothing more.
      const added = difference(now, before);
      assert.ok(
        added.every(line => line.startsWith('whatsapp_conversations') && line.includes('"last_position":0')),
        added.join('\n'),
      );
    });
  }

  it('gives back what was joined to it before, however deep', async () => {
    const [a, b, c] = [await logInAnew({ email: `${account}@ash.example` }), await logInAnew(), await logInAnew()];
    for (const { identify } of [a, b, c]) assert.equal((await identify()).json.outcome, 'identified');
    const phone = await world.phone();
    await phone.write(`past of ${account}`);
    const old = await world.conversationWith(`past of ${account}`);
    await world.settled();
    world.clock.advance(MINUTE);
    const before = await texts(a.page.conversation);
    assert.equal(before.length, 3);
    const link = (await a.page.call<{ url: string }>('/v1/whatsapp-link', { body: {} })).json;
    await phone.write(prefilled(link.url));
    await world.settled();
    const one = await shop.customer(`${account}@ash`);
    assert.equal(one.conversationId, old.id);
    const merge = one.merges.find(({ reason }) => reason === 'whatsapp-reference')!;
    assert.equal((await shop.undo(merge.id)).status, 200);
    assert.deepEqual(await texts(a.page.conversation), before);
    assert.deepEqual(await texts(old.id), [`past of ${account}`, prefilled(link.url), 'notice']);
  });

  it('refuses with a reason while a later merge stands on it, not for one beside it', async () => {
    const [a, b, c] = [await logInAnew({ email: `${account}@ash.example` }), await logInAnew(), await logInAnew()];
    await a.identify();
    for (const { identify } of [b, c]) {
      world.clock.advance(MINUTE);
      await identify();
    }
    const [first, second] = (await shop.customer(`${account}@ash`)).merges;
    const phone = await world.phone();
    await phone.write(`standing on ${account}`);
    await world.settled();
    world.clock.advance(MINUTE);
    assert.equal((await shop.undo(first!.id)).status, 200);
    const link = (await a.page.call<{ url: string }>('/v1/whatsapp-link', { body: {} })).json;
    await phone.write(prefilled(link.url));
    await world.settled();
    const refused = await shop.undo(second!.id);
    assert.deepEqual([refused.status, refused.json.code], [409, 'conflict']);
    assert.match(String(refused.json.detail), /undo that merge first/);
  });

  it('is done once, also when two agents undo it at once', async () => {
    const [a, b] = [await logInAnew({ email: `${account}@ash.example` }), await logInAnew()];
    await a.identify();
    await b.identify();
    const { id } = await lastMerge();
    const answers = await Promise.all([shop.undo(id), shop.undo(id)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  });

  it('is for the merchant’s own agents', async () => {
    const [a, b] = [await logInAnew({ email: `${account}@ash.example` }), await logInAnew()];
    await a.identify();
    await b.identify();
    const { id } = await lastMerge();
    const other = await world.app.agent(world.app.b).call(`/merges/${id}/undo`, { method: 'POST' });
    assert.equal(other.status, 404);
  });

  it('ends the open streams of who left: they hear nothing more of the other', async () => {
    const [a, b] = [await logInAnew({ email: `${account}@ash.example` }), await logInAnew()];
    await a.identify();
    world.clock.advance(MINUTE);
    await b.identify();
    const [stays, leaves] = [await a.page.listen(), await b.page.listen()];
    await Promise.all([stays.next('hello'), leaves.next('hello')]);
    await a.page.say('while they were one');
    await leaves.until(({ data }) => JSON.stringify(data).includes('while they were one'));
    await shop.undo((await lastMerge()).id);
    await leaves.ended;
    await stays.next('reset');
    await a.page.say('a secret after');
    await stays.until(({ data }) => JSON.stringify(data).includes('a secret after'));
    assert.doesNotMatch(leaves.text, /a secret after/);
    const back = await b.page.listen(1, `?conversation=${a.page.conversation}`);
    const reset = (await back.next('reset')).data as { conversation: string; messages: Message[] };
    assert.equal(reset.conversation, b.page.conversation);
    assert.equal(reset.messages.length, 1);
    await back.close();
    await stays.close();
  });

  it('keeps with the other what was written since, where the thread had come to them whole', async () => {
    const first = shop.newToken();
    await shop.browse(first);
    await shop.identify(first, shop.sign({ sub: account, email: `${account}@ash.example` }));
    const b = await logInAnew();
    await b.identify();
    const page = await shop.chat(first);
    assert.equal(page.conversation, b.page.conversation);
    await page.say('a secret since');
    await shop.agent.say(page.conversation, 'a secret answer', { channel: 'web' });
    assert.equal((await shop.undo((await lastMerge()).id)).status, 200);
    const [left, kept] = [
      await b.page.call('/v1/conversation'),
      await page.call<{ messages: Message[]; conversation: string }>('/v1/conversation'),
    ];
    assert.doesNotMatch(left.text, /secret/);
    assert.match(left.text, /before, /);
    assert.deepEqual(kept.json.messages.map(saying), ['a secret since', 'a secret answer']);
    assert.deepEqual(
      kept.json.messages.map(({ position }) => position),
      [1, 2],
    );
    const replay = await b.page.listen(0);
    await replay.next('hello');
    await b.page.say('and on');
    await replay.until(({ data }) => JSON.stringify(data).includes('and on'));
    assert.doesNotMatch(replay.text, /secret/);
    await replay.close();
  });

  it('parts the writer by WhatsApp from whom typed their phone, thread and all, and the page may chat again', async () => {
    const token = shop.newToken();
    const number = 60_000 + (Math.floor(world.clock.now().getTime() / 60_000) % 10_000);
    await shop.browse(token);
    await shop.order({ email: `${account}@ash.example`, phone: `+49 160 55${number}` }, token);
    const phone = await world.phone({ phone: `+49 160 55${number}` });
    await phone.write(`a secret of ${account}`);
    const { id: thread } = await world.conversationWith(`a secret of ${account}`);
    await world.settled();
    const one = await shop.customer(`${account}@ash`);
    assert.deepEqual([one.conversationId, one.merges.map(({ reason }) => reason)], [thread, ['whatsapp-phone']]);
    assert.notEqual((await shop.chat(token)).token, token);
    assert.equal((await shop.undo(one.merges[0]!.id)).status, 200);
    assert.equal((await shop.customer(`${account}@ash`)).identities.length, 0);
    const page = await shop.chat(token);
    assert.equal(page.token, token);
    assert.doesNotMatch((await page.call('/v1/messages')).text, /secret/);
    await phone.write(`more of ${account}`);
    assert.equal((await world.conversationWith(`more of ${account}`)).id, thread);
  });

  it('can be undone until thirty days are over, and not at that moment', async () => {
    const [a, b] = [await logInAnew({ email: `${account}@ash.example` }), await logInAnew()];
    await a.identify();
    await b.identify();
    const merge = await lastMerge();
    assert.equal(Date.parse(merge.undoableUntil!) - Date.parse(merge.at), 30 * DAY);
    world.clock.advance(30 * DAY);
    assert.match(String((await shop.undo(merge.id)).json.detail), /30 days/);
    world.clock.advance(-1);
    assert.equal((await shop.undo(merge.id)).status, 200);
  });
});
