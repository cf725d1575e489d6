import type { BrowserContext } from '@playwright/test';
import { countRows } from './database.ts';
import { expect, test } from './demo.ts';
import { AgentScreen, ShopScreen } from './screens.ts';

const newShopper = async (context: BrowserContext) => new ShopScreen(await context.newPage());

test('a shop page with the bubble on it leaves no trace: no cookie, no storage, no stream, no row', async ({
  demo,
  context,
}) => {
  const rows = await countRows(demo);
  const shop = await newShopper(context);
  const requests: string[] = [];
  shop.page.on('request', request => {
    if (request.url().startsWith(demo.bff)) requests.push(new URL(request.url()).pathname);
  });
  await shop.page.goto(`${demo.store}/`, { waitUntil: 'networkidle' });
  await expect(shop.bubble).toBeVisible();
  expect(requests.map(path => path.replace(/-[\w-]+\.js$/, '.js'))).toEqual(['/sdk/woodex.js', '/sdk/tracker.js']);
  expect(await context.cookies()).toEqual([]);
  const kept = await shop.page.evaluate(async () => ({
    local: Object.keys(localStorage).filter(key => key.startsWith('woodex:')),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).length,
  }));
  expect(kept).toEqual({ local: [], session: [], databases: 0 });
  expect(await countRows(demo)).toEqual(rows);
});

test('opening the panel makes no row either: the first message does', async ({ demo, context }) => {
  const rows = await countRows(demo);
  const shop = await newShopper(context);
  await shop.open(`${demo.store}/`);
  await expect(shop.log).toBeVisible();
  expect(await countRows(demo)).toEqual(rows);
  await shop.say('Is the table in stock?');
  await expect(shop.log).toContainText('Sent');
  const after = await countRows(demo);
  expect(after['public.whatsapp_messages']).toBe(rows['public.whatsapp_messages']! + 1);
  expect(after['public.visitors']).toBe(rows['public.visitors']! + 1);
});

test('shopper and agent talk live: text, typing, answer, unread count', async ({ demo, browser }) => {
  const shop = await newShopper(await browser.newContext());
  const agent = new AgentScreen(await (await browser.newContext()).newPage());
  await agent.logIn(demo.bff);
  await shop.open(`${demo.store}/`);
  await shop.say('Hello from the live test');
  await agent.openConversation('Hello from the live test');

  await shop.composer.pressSequentially('Do you');
  await expect(agent.page.getByText(/is typing/i).first()).toBeVisible();
  await shop.composer.fill('');

  await agent.composer.pressSequentially('Ye');
  await expect(shop.dialog.getByText(/typing/i).first()).toBeVisible();
  await agent.reply('Yes, come and see it');
  await expect(shop.log).toContainText('Yes, come and see it');

  await shop.page.keyboard.press('Escape');
  await expect(shop.dialog).toBeHidden();
  await expect(shop.bubble).toBeFocused();
  await agent.reply('We are open until six');
  await expect(shop.bubble).toHaveAccessibleName(/1 /);
  await shop.bubble.click();
  await expect(shop.log).toContainText('We are open until six');
  await expect(agent.log).toContainText('Seen');
});

test('reload, a new tab, two tabs at once and the back button show the same thread', async ({ demo, browser }) => {
  const context = await browser.newContext();
  const shop = await newShopper(context);
  await shop.open(`${demo.store}/`);
  await shop.say('tab line 1');
  await expect(shop.log).toContainText('Sent');

  await shop.page.reload();
  await shop.bubble.click();
  await expect(shop.log).toContainText('tab line 1');

  const second = await newShopper(context);
  await second.open(`${demo.store}/showrooms`);
  await expect(second.log).toContainText('tab line 1');
  await second.say('tab line 2');
  await expect(shop.log).toContainText('tab line 2');
  await shop.say('tab line 3');
  await expect(second.log).toContainText('tab line 3');
  const lines = ['tab line 1', 'tab line 2', 'tab line 3'];
  await expect.poll(() => shop.readAll(/tab line \d/)).toEqual(lines);
  await expect.poll(() => second.readAll(/tab line \d/)).toEqual(lines);

  await shop.page.goto(`${demo.store}/cart`);
  await shop.page.goBack();
  if (!(await shop.dialog.isVisible())) await shop.bubble.click();
  await expect.poll(() => shop.readAll(/tab line \d/)).toEqual(lines);
});
