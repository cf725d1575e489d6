import type { CustomerJourney, CustomerList, TimelinePage } from '../contract/journey.ts';
import { expect, test } from './demo.ts';
import { AgentScreen } from './screens.ts';

test.describe('the journey', () => {
  test('is not told before the shopper agrees: nothing is sent and nothing stored', async ({ demo, page }) => {
    const told: string[] = [];
    page.on('request', request => {
      if (/\/v1\/(events|visitors|identify)/.test(request.url())) told.push(request.url());
    });
    await page.goto(`${demo.store}/products/holm-sofa`);
    await page.getByRole('button', { name: 'No, thanks' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.goto(`${demo.store}/cart`);
    await page.waitForLoadState('networkidle');
    expect(told).toEqual([]);
    const keys = await page.evaluate(() => Object.keys(localStorage).filter(key => key.startsWith('woodex:')));
    expect(keys).toEqual([]);
  });

  test('goes from the first look to the order, of one person, with a score and its reasons, for agents to see', async ({
    demo,
    browser,
    page,
    request,
  }) => {
    await page.goto(`${demo.store}/products/holm-sofa`);
    await page.getByRole('button', { name: 'Yes, you may' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.goto(`${demo.store}/checkout`);
    const email = `journey-${Date.now()}@example.com`;
    await page.getByLabel('Full name').fill('Jo Journey');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel(/Collect at a showroom/).check();
    await page.locator('select[name=showroom]').selectOption({ index: 1 });
    await page.locator('form[data-order] button:not([type=button])').click();
    await expect(page.getByText('Thank you, Jo.')).toBeVisible();

    const signIn = await request.post(`${demo.bff}/admin/v1/auth/sign-in/email`, {
      data: { email: 'agent@woodex.demo', password: 'showroom-demo' },
      headers: { origin: demo.bff },
    });
    expect(signIn.ok()).toBe(true);
    const ask = async <T>(path: string) => (await (await request.get(`${demo.bff}/admin/v1${path}`)).json()) as T;
    await expect.poll(async () => (await ask<CustomerList>(`/customers?q=${email}`)).customers[0]?.orders).toBe(1);
    const [row] = (await ask<CustomerList>(`/customers?q=${email}`)).customers;
    await expect
      .poll(async () => {
        const { entries } = await ask<TimelinePage>(`/customers/${row!.id}/timeline?limit=100`);
        return entries.flatMap(entry => (entry.kind === 'event' ? [entry.name] : []));
      })
      .toEqual(
        expect.arrayContaining([
          'page_viewed',
          'product_viewed',
          'cart_item_added',
          'checkout_started',
          'order_placed',
        ]),
      );
    const person = await ask<CustomerJourney>(`/customers/${row!.id}`);
    expect(person.kind).toBe('known');
    expect(person.lead.stage).toBe('customer');
    expect(person.lead.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(person.lead.score);
    expect(person.timeZone).toBeTruthy();
    expect(person.orders[0]?.items[0]?.name).toContain('Holm');

    const agent = new AgentScreen(await browser.newPage());
    await agent.logIn(demo.bff);
    await agent.openCustomer('Jo Journey');
    await expect(agent.page.getByRole('complementary', { name: 'About Jo Journey' })).toContainText('order placed +');
    await expect(agent.timeline).toContainText('Holm three-seat sofa');
    const [about, timeline] = [
      await agent.page.getByRole('complementary', { name: 'About Jo Journey' }).boundingBox(),
      await agent.timeline.boundingBox(),
    ];
    expect(timeline!.x, 'what happened stands beside who it is').toBeGreaterThan(about!.x + about!.width);
    await agent.page.close();
  });
});
