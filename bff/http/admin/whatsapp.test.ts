import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
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

describe('connecting what is wrong, or somebody else’s', () => {
  let world: MetaWorld;
  let app: string;
  before(async () => {
    world = await startMetaWorld();
    app = (await world.owner.ok('POST', '/apps', { appId, appSecret })).apps[0]!.id;
  });
  after(() => world.stop());

  const refused = async (method: string, path: string, body: unknown, status: number, words: RegExp) => {
    const before = await world.owner.state();
    const answer = await world.owner.call(method, path, body);
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.json.detail!, words);
    assert.deepEqual(await world.owner.state(), before);
    for (const secret of [appSecret, accessToken]) assert.ok(!answer.text.includes(secret));
  };

  it('says where the app secret is when it does not fit, and takes nothing', () =>
    refused('POST', '/apps', { appId: '880000000000001', appSecret: 'ofanotherapp' }, 400, /App settings → Basic/));
  it('refuses the same app twice', () => refused('POST', '/apps', { appId, appSecret }, 409, /connected here already/));
  it('asks for a token before numbers are looked for', () =>
    refused('POST', '/numbers', { app, wabaId, phoneNumberId: FIRST }, 409, /access token first/));
  it('says what is wrong with a token that Meta does not know', () =>
    refused('PUT', `/apps/${app}/token`, { accessToken: 'EAAnobodystoken' }, 400, /not valid.*System users/));
  it('names the permission that a token lacks', async () => {
    await world.configure({ scopes: ['whatsapp_business_management'] });
    await refused('PUT', `/apps/${app}/token`, { accessToken }, 400, /lacks whatsapp_business_messaging/);
  });
  it('says for which app a token was made', async () => {
    await world.configure({ appId: '990000000000001', accessToken: 'EAAofanotherapp', wabaId: '441' });
    await refused('PUT', `/apps/${app}/token`, { accessToken: 'EAAofanotherapp' }, 400, /made for app 990000000000001/);
  });
  it('says which id a number has that the account has not', async () => {
    await world.configure();
    await world.owner.ok('PUT', `/apps/${app}/token`, { accessToken });
    await refused('POST', '/numbers', { app, wabaId, phoneNumberId: '1' }, 400, /no number with the id 1/);
    await refused('POST', '/numbers', { app, wabaId: '2', phoneNumberId: FIRST }, 400, /cannot read account 2/);
  });

  it('connects a number once, of two who do it at the same moment', async () => {
    const input = { app, wabaId, phoneNumberId: FIRST };
    const answers = await Promise.all([1, 2, 3].map(() => world.owner.call('POST', '/numbers', input)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409]);
    assert.equal((await world.owner.state()).numbers.length, 1);
  });

  it('refuses another merchant’s app, account and number as a conflict, and tells nothing of them', async () => {
    const other = world.asOwnerOf(world.app.b);
    const taken = await other.call('POST', '/apps', { appId, appSecret });
    assert.equal(taken.status, 409, taken.text);
    // The account is shared with another app, which is theirs.
    await world.configure({ appId: '660000000000001', appSecret: 'theirveryownsecret' });
    const theirs = await other.ok('POST', '/apps', { appId: '660000000000001', appSecret: 'theirveryownsecret' });
    await other.ok('PUT', `/apps/${theirs.apps[0]!.id}/token`, { accessToken });
    const input = { app: theirs.apps[0]!.id, wabaId, phoneNumberId: FIRST };
    const conflict = await other.call('POST', '/numbers', input);
    assert.equal(conflict.status, 409, conflict.text);
    assert.deepEqual((await other.state()).numbers, []);
    const { id } = (await world.owner.state()).numbers[0]!;
    for (const [method, path, body] of [
      ['DELETE', `/numbers/${id}`, undefined],
      ['PUT', `/numbers/${id}/default`, undefined],
      ['POST', `/numbers/${id}/registration`, { pin: '123456' }],
      ['PUT', `/apps/${app}/token`, { accessToken }],
      ['DELETE', `/apps/${app}`, undefined],
    ] as const) {
      assert.equal((await other.call(method, path, body)).status, 404, path);
    }
    await world.configure();
  });

  it('lets a disconnected number go, with its token, and takes it up again with its history', async () => {
    const { id } = (await world.owner.state()).numbers[0]!;
    assert.deepEqual((await world.owner.ok('DELETE', `/numbers/${id}`)).numbers, []);
    assert.equal((await world.owner.call('DELETE', `/numbers/${id}`)).status, 404);
    const again = await world.owner.ok('POST', '/numbers', { app, wabaId, phoneNumberId: FIRST });
    assert.deepEqual([again.numbers[0]!.id, again.numbers[0]!.isDefault], [id, true]);
  });

  it('keeps every secret out of what it answers and logs', async () => {
    const shown = JSON.stringify(await world.owner.state()) + world.app.logged.join('');
    for (const secret of [appSecret, accessToken, 'theirveryownsecret', 'EAAnobodystoken'])
      assert.ok(!shown.includes(secret), secret);
  });
});

describe('a connection over time', () => {
  let world: MetaWorld;
  let ids: { app: string; number: string };
  before(async () => {
    world = await startMetaWorld();
    ids = await world.connect();
  });
  after(() => world.stop());

  const sign = (secret: string, body: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const post = (body: string, signature: string) =>
    world.app.http.call('/webhooks/whatsapp', { body, headers: { 'x-hub-signature-256': signature } });
  const webhook = (id: string) =>
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: wabaId, changes: [{ field: id, value: {} }] }],
    });

  it('tells of a forged webhook while nothing genuine has come, and of none afterwards', async () => {
    assert.equal((await post(webhook('forged'), sign('wrong', webhook('forged')))).status, 401);
    assert.ok((await world.owner.state()).apps[0]!.refusedAt);
    assert.equal((await post(webhook('genuine'), sign(appSecret, webhook('genuine')))).status, 200);
    assert.equal((await world.owner.state()).apps[0]!.refusedAt, null);
    await post(webhook('forged'), sign('wrong', webhook('forged')));
    assert.equal((await world.owner.state()).apps[0]!.refusedAt, null);
  });

  it('takes the former app secret for a day to the millisecond, and the new one at once', async () => {
    const next = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';
    await world.configure({ appSecret: next, numbers: REGISTERED });
    await world.owner.ok('PUT', `/apps/${ids.app}/secret`, { appSecret: next });
    assert.equal((await post(webhook('a'), sign(appSecret, webhook('a')))).status, 200);
    assert.equal((await post(webhook('b'), sign(next, webhook('b')))).status, 200);
    world.clock.advance(24 * 3600_000 - 1);
    assert.equal((await post(webhook('c'), sign(appSecret, webhook('c')))).status, 200);
    world.clock.advance(1);
    assert.equal((await post(webhook('d'), sign(appSecret, webhook('d')))).status, 401);
    assert.equal((await post(webhook('e'), sign(next, webhook('e')))).status, 200);
  });

  const shakes = async (token: string) =>
    (await world.app.http.call(`/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=7&hub.verify_token=${token}`))
      .status;
  it('takes the former verify token until the new one is used, and never a third', async () => {
    const make = async () => (await world.owner.call('POST', `/apps/${ids.app}/verify-token`)).json.verifyToken!;
    const [one, two, three] = [await make(), await make(), await make()];
    assert.deepEqual([await shakes(one), await shakes(two), await shakes(three)], [403, 200, 200]);
    assert.equal(await shakes(two), 403);
  });

  it('replaces a token without a gap: a wrong one changes nothing, a right one is used from then on', async () => {
    const bad = await world.owner.call('PUT', `/apps/${ids.app}/token`, { accessToken: 'EAAwrongtoken' });
    assert.equal(bad.status, 400);
    const next = { accessToken: 'EAAthenexttokenofash', previousAccessToken: accessToken };
    await world.configure({ appSecret: 'f0e1d2c3b4a5968778695a4b3c2d1e0f', numbers: REGISTERED, ...next });
    await world.owner.ok('POST', `/numbers/${ids.number}/check`);
    await world.owner.ok('PUT', `/apps/${ids.app}/token`, { accessToken: next.accessToken });
    await world.configure({
      appSecret: 'f0e1d2c3b4a5968778695a4b3c2d1e0f',
      numbers: REGISTERED,
      accessToken: next.accessToken,
    });
    const { numbers } = await world.owner.ok('POST', `/numbers/${ids.number}/check`);
    assert.equal(numbers[0]!.checkTrouble, null);
  });

  it('says that Meta refuses a token that was withdrawn, and forgets it with the next good one', async () => {
    const secret = { appSecret: 'f0e1d2c3b4a5968778695a4b3c2d1e0f', numbers: REGISTERED };
    await world.configure({ ...secret, accessToken: 'EAAanother' });
    const bad = await world.owner.ok('POST', `/numbers/${ids.number}/check`);
    assert.equal(bad.apps[0]!.token.state, 'bad');
    assert.match(bad.numbers[0]!.checkTrouble!, /Meta refused/);
    const good = await world.owner.ok('PUT', `/apps/${ids.app}/token`, { accessToken: 'EAAanother' });
    assert.deepEqual([good.apps[0]!.token.state, good.numbers[0]!.checkTrouble], ['good', null]);
  });

  it('follows quality, throughput and limit when Meta is asked', async () => {
    await world.drive('PATCH', `/numbers/${FIRST}`, { quality: 'YELLOW', throughput: 1000 });
    await world.drive('PATCH', `/account/${wabaId}`, { messagingLimit: 'TIER_10K' });
    const { numbers } = await world.owner.ok('POST', `/numbers/${ids.number}/check`);
    const { quality, throughput, messagingLimit } = numbers[0]!;
    assert.deepEqual([quality, throughput, messagingLimit], ['YELLOW', 1000, 10_000]);
  });

  it('keeps what Meta alerts of until somebody puts it aside', async () => {
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: wabaId,
          time: 1,
          changes: [
            {
              field: 'account_alerts',
              value: { alert_info: { alert_severity: 'CRITICAL', alert_description: 'Read this.' } },
            },
          ],
        },
      ],
    });
    await post(body, sign('f0e1d2c3b4a5968778695a4b3c2d1e0f', body));
    const notice = await eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return (await world.owner.state()).notices.find(({ words }) => words === 'Read this.');
    }, 'the notice');
    assert.equal(notice.severity, 'critical');
    const { notices } = await world.owner.ok('DELETE', `/notices/${notice.id}`);
    assert.ok(!notices.some(({ id }) => id === notice.id));
  });
});
