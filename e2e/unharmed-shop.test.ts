import type { Route } from '@playwright/test';
import { expect, test } from './demo.ts';

const troubles: [what: string, answer: (route: Route) => unknown][] = [
  ['is down', route => route.abort('connectionrefused')],
  ['hangs', () => {}],
  ['answers garbage', route => route.fulfill({ contentType: 'text/javascript', body: '<!doctype html>{{{' })],
  ['answers with an error', route => route.fulfill({ status: 502, contentType: 'text/html', body: 'Bad gateway' })],
];

for (const [what, answer] of troubles) {
  test(`the shop sells as ever while the chat server ${what}`, async ({ demo, page }) => {
    await page.route(`${demo.bff}/**`, answer);
    await page.goto(`${demo.store}/products/holm-sofa`, { waitUntil: 'domcontentloaded' });
    await page.locator('[data-add-to-cart]').first().click();
    await expect(page.locator('[data-cart-count]').first()).toContainText('1');
    await page.goto(`${demo.store}/cart`, { waitUntil: 'domcontentloaded' });
    await expect(page.getByText('Holm').first()).toBeVisible();
    await expect(page.locator('woodex-chat')).toHaveCount(0);
  });
}

test('a chat server that answers garbage to the panel gets words, not an error in the page', async ({ demo, page }) => {
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  await page.route(`${demo.bff}/v1/**`, route => route.fulfill({ contentType: 'application/json', body: '[1, "?"' }));
  await page.goto(demo.store);
  await page.locator('woodex-chat button[part~=bubble]').click();
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill('Is anybody there?');
  await composer.press('Enter');
  await expect(page.getByText(/kept and sent as soon as it works again/)).toBeVisible();
  await page.unroute(`${demo.bff}/v1/**`);
  await expect(page.locator('woodex-chat').getByRole('log')).toContainText('Sent');
  expect(errors).toEqual([]);
});
