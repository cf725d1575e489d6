import { expect, test } from './demo.ts';
import { AgentScreen, beginTalk, ShopScreen } from './screens.ts';

const LINE = /line \d+[a-z]?/;

test('the server killed in mid-chat: both screens end with the same messages, each once, in one order', async ({
  demo,
  browser,
}) => {
  const { shop, agent } = await beginTalk(demo, browser, 'line 1');

  const restarted = demo.killBff().then(() => demo.startBff());
  await shop.say('line 2');
  await agent.reply('line 3');
  await shop.say('line 4');
  await restarted;
  await agent.reply('line 5');

  await expect
    .poll(async () => (await agent.readAll(LINE)).toSorted(), { timeout: 45_000 })
    .toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
  await expect.poll(() => shop.readAll(LINE), { timeout: 45_000 }).toEqual(await agent.readAll(LINE));
});

test('offline, pressing send three times: three messages, once each, in order, without a reload', async ({
  demo,
  browser,
}) => {
  const { shop, agent, shopper } = await beginTalk(demo, browser, 'line 10');
  await shopper.setOffline(true);
  for (const text of ['line 11', 'line 12', 'line 13']) await shop.say(text);
  await expect(shop.dialog.getByText('You are offline')).toBeVisible();
  await shopper.setOffline(false);
  const all = ['line 10', 'line 11', 'line 12', 'line 13'];
  await expect.poll(() => agent.readAll(LINE), { timeout: 45_000 }).toEqual(all);
  await expect.poll(() => shop.readAll(LINE)).toEqual(all);
});

test("the agent's laptop asleep: what came meanwhile is there on waking, once", async ({ demo, browser }) => {
  const asleep = await browser.newContext();
  const shop = new ShopScreen(await (await browser.newContext()).newPage());
  const agent = new AgentScreen(await asleep.newPage());
  await agent.page.clock.install();
  await agent.logIn(demo.bff);
  await shop.open(`${demo.store}/`);
  await shop.say('line 20');
  await agent.openConversation('line 20');

  await asleep.setOffline(true);
  for (const text of ['line 21', 'line 22', 'line 23']) await shop.say(text);
  await expect.poll(async () => (await shop.log.textContent()) ?? '').not.toBe('');
  await agent.page.clock.fastForward('10:00');
  await asleep.setOffline(false);
  await agent.page.clock.runFor('01:00');
  await expect
    .poll(() => agent.readAll(LINE), { timeout: 45_000 })
    .toEqual(['line 20', 'line 21', 'line 22', 'line 23']);
});

test('the same POST sent twice is one message', async ({ demo, request }) => {
  const key = await (await request.get(`${demo.store}/`)).text();
  const publicKey = /data-key="(wx_[\w-]{22})"/.exec(key)![1];
  const visitor = await request.post(`${demo.bff}/v1/visitors`, { data: { key: publicKey } });
  const { token } = (await visitor.json()) as { token: string };
  const message = { clientId: '01900000-0000-7000-8000-00000000abcd', text: 'line 30' };
  const headers = { authorization: `Bearer ${token}` };
  const sent = await Promise.all(
    [1, 2, 3].map(() => request.post(`${demo.bff}/v1/messages`, { data: message, headers })),
  );
  expect(sent.map(answer => answer.status()).toSorted()).toEqual([200, 200, 201]);
  const thread = (await (await request.get(`${demo.bff}/v1/conversation`, { headers })).json()) as {
    messages: unknown[];
  };
  expect(thread.messages).toHaveLength(1);
});
