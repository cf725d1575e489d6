import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { ConversationList } from '../../../contract/conversation.ts';
import type { MessagePage } from '../../../contract/message.ts';
import type { WhatsAppNumber } from '../../../contract/whatsapp.ts';
import { eventually } from '../../testing/eventually.ts';
import { META, type MetaWorld, REGISTERED, startMetaWorld } from '../../testing/meta-world.ts';

const NUMBER = META.numbers[0]!.phoneNumberId;
const NEXT_TOKEN = 'EAAthetokenafterthis';

describe('a number that is stopped', () => {
  let world: MetaWorld;
  let ids: { app: string; number: string };
  let conversation: string;
  before(async () => {
    world = await startMetaWorld();
    ids = await world.connect();
    await world.drive('PUT', '/faults', { pairRate: false });
    await world.drive('POST', '/phones/ana/messages', { to: NUMBER, type: 'text', text: { body: 'Is it oak?' } });
    const found = await soon(async () => {
      const { json } = await agent().call<ConversationList>('/conversations?view=all&q=oak');
      return json.conversations[0];
    }, 'the conversation');
    conversation = found.id;
  });
  after(() => world.stop());
  beforeEach(() => standing('good').then(() => becomes(stop => stop === null, 'going')));

  const agent = () => world.app.agent(world.app.a);
  const soon = <T>(look: () => Promise<T>, what: string) =>
    eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return look();
    }, what);
  const standing = (value: string) => {
    // The same told in the same second is one fact.
    world.clock.advance(1000);
    return world.drive('PATCH', `/account/${META.wabaId}`, { standing: value });
  };
  const stopOf = async () => (await world.owner.state()).numbers[0]!.stop;
  const becomes = (is: (stop: WhatsAppNumber['stop']) => boolean, what: string) =>
    soon(async () => is(await stopOf()), what);
  const received = async (text: string) => {
    const { messages } = await world.drive<{ messages: { from: string; content: { body?: string } }[] }>(
      'GET',
      '/phones/ana/messages',
    );
    return messages.some(({ from, content }) => from === 'business' && content.body === text);
  };
  const deliveryOf = async (text: string) => {
    const { json } = await agent().call<MessagePage>(`/conversations/${conversation}/messages?limit=100`);
    return json.messages.find(({ content }) => content.kind === 'text' && content.text === text)?.delivery;
  };

  for (const [value, what, words] of [
    ['locked', 'all', /disabled|locked/],
    ['unpaid', 'all', /payment/],
    ['restricted', 'marketing', /write to people first/],
  ] as const) {
    it(`is so when Meta has made the account ${value}, in plain words, and goes on when that is over`, async () => {
      await standing(value);
      await becomes(stop => stop?.what === what, `a stop of ${what}`);
      assert.match((await stopOf())!.reason, words);
      await standing('good');
      await becomes(stop => stop === null, 'going on');
    });
  }

  it('keeps what waits, and sends it when somebody resumes it', async () => {
    await standing('locked');
    await becomes(stop => stop?.what === 'all', 'a stop');
    await agent().say(conversation, 'Kept while stopped.');
    assert.equal((await world.owner.state()).numbers[0]!.waiting, 1);
    await world.configure({ ...(await ownTokens()), numbers: REGISTERED });
    await world.owner.ok('POST', `/numbers/${ids.number}/resume`);
    await soon(() => received('Kept while stopped.'), 'the message on the phone');
  });

  it('goes on by itself, with what waited, after a token that Meta refused was replaced', async () => {
    await world.configure({ ...(await ownTokens()), accessToken: NEXT_TOKEN, numbers: REGISTERED });
    await agent().say(conversation, 'With the next token.');
    await becomes(stop => stop?.code === 190, 'a stop for the token');
    assert.equal(await received('With the next token.'), false);
    await world.owner.ok('POST', `/numbers/${ids.number}/check`);
    assert.equal((await stopOf())?.code, 190);
    await world.owner.ok('PUT', `/apps/${ids.app}/token`, { accessToken: NEXT_TOKEN });
    assert.equal(await stopOf(), null);
    await soon(() => received('With the next token.'), 'the message on the phone');
  });

  it('disconnected, says of what waited that it did not go, and why', async () => {
    await standing('locked');
    await becomes(stop => stop?.what === 'all', 'a stop');
    await agent().say(conversation, 'Never to go.');
    await world.owner.ok('DELETE', `/numbers/${ids.number}`);
    const delivery = await soon(async () => {
      const found = await deliveryOf('Never to go.');
      return found?.state === 'failed' ? found : undefined;
    }, 'the failure');
    assert.ok(delivery.error?.title);
    assert.equal(await received('Never to go.'), false);
  });

  /** The account as it is connected, so that configuring it again does not take its webhook away. */
  async function ownTokens() {
    const { verifyToken } = (await world.owner.call('POST', `/apps/${ids.app}/verify-token`)).json;
    return { verifyToken, webhookUrl: `${world.app.url}/webhooks/whatsapp`, subscribed: true };
  }
});
