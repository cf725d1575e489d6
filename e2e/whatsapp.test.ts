import { letTimePass } from './database.ts';
import { expect, test } from './demo.ts';
import { beginTalk } from './screens.ts';

test('a shopper goes on in WhatsApp: one customer, one thread, ticks, and a window that closes', async ({
  demo,
  browser,
}) => {
  const { shop, agent, shopper } = await beginTalk(demo, browser, 'Can we go on by phone?');

  await agent.reply('Gladly, whenever you like');
  await expect(shop.log).toContainText('Gladly, whenever you like');
  const goOn = shop.dialog.locator('[part~=whatsapp]');
  await goOn.hover();
  await expect(shop.dialog.locator('a[part~=whatsapp]')).toBeVisible();
  expect((await goOn.boundingBox())?.height).toBeGreaterThanOrEqual(44);

  const opened = shopper.waitForEvent('page');
  await goOn.click();
  const phone = await opened;
  await phone.waitForURL(/wa\.me|chat/);
  await phone.locator('[data-phone=lena]').click();
  const draft = phone.locator('textarea[aria-label=Message]');
  await expect(draft).toHaveValue(/WX(-\w{4}){4}/);
  await draft.press('Enter');

  await expect(agent.log).toContainText(/WX(-\w{4}){4}/);
  await expect(shop.log).toContainText('goes on in WhatsApp');
  await expect(agent.page.getByRole('heading', { name: 'Lena Fischer' }).first()).toBeVisible();
  await expect(agent.log).toContainText('Can we go on by phone?');

  await agent.reply('Of course, hello Lena');
  await expect(phone.getByText('Of course, hello Lena').first()).toBeVisible();
  await expect(agent.log).toContainText(/read/i);
  await expect(shop.log).toContainText('Of course, hello Lena');

  await draft.fill('Written on the phone');
  await draft.press('Enter');
  await expect(agent.log).toContainText('Written on the phone');
  await expect(shop.log).toContainText('Written on the phone');

  const conversation = /conversations\/([0-9a-f-]{36})/.exec(agent.page.url())![1]!;
  await letTimePass(demo, conversation, 24);
  await agent.page.reload();
  await expect(agent.page.getByText(/service window.* closed|closed.*service window|24 hours/i).first()).toBeVisible();
  const refused = await agent.page.evaluate(async id => {
    const body = JSON.stringify({ clientId: crypto.randomUUID(), text: 'Too late', channel: 'whatsapp' });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`/admin/v1/conversations/${id}/messages`, { method: 'POST', headers, body });
    return { status: answer.status, code: ((await answer.json()) as { code: string }).code };
  }, conversation);
  expect(refused).toEqual({ status: 409, code: 'service-window-closed' });
  await expect(phone.getByText('Too late')).toHaveCount(0);
});
