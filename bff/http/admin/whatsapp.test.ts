import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ConversationList } from '../../../contract/conversation.ts';
import { eventually } from '../../testing/eventually.ts';
import { META, type MetaWorld, REGISTERED, startMetaWorld } from '../../testing/meta-world.ts';

const { appId, appSecret, accessToken, wabaId } = META;
const [FIRST, SECOND] = META.numbers.map(({ phoneNumberId }) => phoneNumberId) as [string, string];

describe('connecting WhatsApp in the dashboard', () => {
  let world: MetaWorld;
  before(async () => {
    world = await startMetaWorld();
  });
  after(() => world.stop());

  it('goes from nothing to an answer that a phone receives, each step told as it is done', async () => {
    const { owner, app } = world;
    const nothing = await owner.state();
    assert.deepEqual([nothing.apps, nothing.numbers], [[], []]);
    assert.match(nothing.webhookUrl, /\/webhooks\/whatsapp$/);

    const [made] = (await owner.ok('POST', '/apps', { appId, appSecret })).apps;
    assert.equal(made!.token.state, 'missing');
    const [given] = (await owner.ok('PUT', `/apps/${made!.id}/token`, { accessToken })).apps;
    assert.deepEqual([given!.token.state, given!.accountIds], ['good', [wabaId]]);

    const { json: found } = await owner.call('GET', `/apps/${made!.id}/numbers?wabaId=${wabaId}`);
    assert.deepEqual(
      (found.numbers as unknown as { phoneNumberId: string; isConnected: boolean }[]).map(number => [
        number.phoneNumberId,
        number.isConnected,
      ]),
      [
        [FIRST, false],
        [SECOND, false],
      ],
    );
    const input = { app: made!.id, wabaId, phoneNumberId: FIRST };
    const [number] = (await owner.ok('POST', '/numbers', input)).numbers;
    assert.equal(number!.verifiedName, 'Ash');
    assert.deepEqual([number!.registeredAt, number!.subscribedAt, number!.readyAt], [null, null, null]);

    const [registered] = (await owner.ok('POST', `/numbers/${number!.id}/registration`, { pin: '123456' })).numbers;
    assert.ok(registered!.registeredAt);
    const { verifyToken } = (await owner.call('POST', `/apps/${made!.id}/verify-token`)).json;
    await world.configure({ verifyToken, webhookUrl: `${app.url}/webhooks/whatsapp`, numbers: REGISTERED });
    await eventually(async () => (await owner.state()).apps[0]!.handshakeAt, 'a handshake');
    assert.equal((await owner.state()).numbers[0]!.readyAt, null);
    const [ready] = (await owner.ok('POST', `/numbers/${number!.id}/subscription`, {})).numbers;
    assert.ok(ready!.readyAt);
    assert.equal(ready!.isDefault, true);

    await world.drive('PUT', '/faults', { pairRate: false });
    await world.drive('POST', '/phones/ana/messages', { to: FIRST, type: 'text', text: { body: 'Is it oak?' } });
    const conversation = await eventually(async () => {
      app.deps.live.publish({ kind: 'work' });
      const { json } = await app.agent(app.a).call<ConversationList>('/conversations?view=all&q=oak');
      return json.conversations[0];
    }, 'the conversation');
    assert.ok((await owner.state()).apps[0]!.heardAt);
    await app.agent(app.a).say(conversation.id, 'It is.');
    await eventually(async () => {
      app.deps.live.publish({ kind: 'work' });
      const { messages } = await world.drive<{ messages: { from: string; content: { body?: string } }[] }>(
        'GET',
        '/phones/ana/messages',
      );
      return messages.some(({ from, content }) => from === 'business' && content.body === 'It is.');
    }, 'the answer on the phone');
  });
});
