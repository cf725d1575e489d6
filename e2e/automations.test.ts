import type { Rule, RuleList, RunPage } from '../contract/automation.ts';
import type { ConversationDetail } from '../contract/conversation.ts';
import { expect, test } from './demo.ts';
import { beginTalk, goOnByPhone } from './screens.ts';

test('a cart that was left is reminded of on the phone after an hour and after a day', async ({ demo, browser }) => {
  const { shop, agent, shopper } = await beginTalk(demo, browser, 'Do you have this in oak?');
  await agent.writeAtAnyHour();

  const phone = await goOnByPhone(shop, agent, shopper);
  const conversation = /conversations\/([0-9a-f-]{36})/.exec(agent.page.url())![1]!;
  const { customer } = await agent.ask<ConversationDetail>(`/conversations/${conversation}`);
  const yes = { topic: 'marketing', action: 'opt-in', reason: 'Asked for it in the showroom' };
  await agent.ask(`/customers/${customer.id}/consents`, 'POST', yes);

  await shop.page.goto(`${demo.store}/products/holm-sofa`);
  await shop.page.getByRole('button', { name: 'Yes, you may' }).click();
  await shop.page.getByRole('button', { name: 'Add to cart' }).click();
  const { rules } = await agent.ask<RuleList>('/automations');
  const rule = rules.find(({ recipe }) => recipe === 'cart-left') as Rule;
  const runs = async () => (await agent.ask<RunPage>(`/automations/${rule.id}/runs`)).runs;
  await expect.poll(async () => (await runs()).length).toBe(1);

  const why = async () => (await runs())[0]?.decisions.map(({ words }) => words).join(' ');
  const reminder = phone.getByText(/Holm.* is still in your cart/).first();
  const second = phone.getByText(/do you still think about .*Holm/).first();
  // The page that shows the time machine shows no chat: nobody has the panel open.
  const machine = await (await browser.newContext()).newPage();
  await machine.goto(demo.store);
  await machine.getByRole('button', { name: 'No, thanks' }).click();
  await shop.page.goto('about:blank');
  await machine.getByRole('button', { name: 'An hour later' }).click();
  await expect.poll(why).toContain('Sent by WhatsApp as text');
  await expect(reminder).toBeVisible();
  await expect(second).toHaveCount(0);
  await machine.getByRole('button', { name: 'A day later' }).click();
  await expect.poll(why).toContain('Sent by WhatsApp as a template');
  await expect(second).toBeVisible();
  const [run] = await runs();
  expect(run?.state).toBe('done');
  expect(run?.decisions.filter(({ outcome }) => outcome === 'sent').map(({ reason }) => reason)).toEqual([
    'text',
    'template',
  ]);
});

test('a rule that was made by form from nothing writes to the phone of whoever it is about', async ({
  demo,
  browser,
}) => {
  const { shop, agent, shopper } = await beginTalk(demo, browser, 'Is the Holm sofa soft?');
  const phone = await goOnByPhone(shop, agent, shopper);
  const { page } = agent;

  await page.getByRole('link', { name: 'Automations' }).click();
  await page.getByRole('link', { name: 'New rule' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Chosen a moment ago');
  await page.getByLabel('What starts it').selectOption('Something happens');
  await page.getByLabel('What happens').selectOption('Put in the cart');
  await page.getByLabel('When it may write').selectOption('at any time');
  await page.getByLabel('What kind of message').selectOption('About something they did: a quote, an order, a visit');
  await page.getByLabel('Which way').selectOption('By WhatsApp alone');
  await page
    .getByLabel('Words', { exact: true })
    .fill('You chose {{cart.items|something}}. Ask us about {{quote.number|a quote}}.');
  await page.getByLabel('Wait', { exact: true }).fill('0');
  await expect(page.getByText('When “Put in the cart” happens, once per cart')).toBeVisible();

  // With the one who has just written, before anything is saved: what began it for them was before that.
  await page.getByLabel('Look at it with a customer').fill('Lena');
  await page.getByRole('list', { name: 'Customers' }).getByRole('button').first().click();
  await expect(page.getByText('It would not be sent. They have written since')).toBeVisible();
  await expect(page.locator('wx-rule-preview mark.fallback').last()).toContainText('a quote');

  await page.getByRole('button', { name: 'Save, switched off' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Chosen a moment ago' })).toBeVisible();
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('It is on.')).toBeVisible();

  await shop.page.goto(`${demo.store}/products/holm-sofa`);
  await shop.page.getByRole('button', { name: 'Yes, you may' }).click();
  await shop.page.getByRole('button', { name: 'Add to cart' }).click();
  await expect(phone.getByText(/You chose Holm.*Ask us about a quote/).first()).toBeVisible();
  await page.reload();
  await expect(page.getByText('Sent by WhatsApp as text').first()).toBeVisible();
  await expect(page.locator('wx-rule-funnel')).toContainText('Replied');
});
