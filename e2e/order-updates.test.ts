import { randomUUID } from 'node:crypto';
import type { RuleList, RunPage } from '../contract/automation.ts';
import { expect, test } from './demo.ts';
import { AgentScreen } from './screens.ts';

test('an order is told to the phone that was typed at the checkout if the box was ticked, and else it is not', async ({
  demo,
  browser,
}) => {
  const agent = new AgentScreen(await (await browser.newContext()).newPage());
  await agent.logIn(demo.bff);
  await agent.writeAtAnyHour();
  const { rules } = await agent.ask<RuleList>('/automations');
  const rule = rules.find(({ recipe }) => recipe === 'order-placed')!;
  const reasons = async () =>
    (await agent.ask<RunPage>(`/automations/${rule.id}/runs`)).runs.map(({ decisions }) => decisions.at(-1)?.reason);

  const make = async (id: string, phone: string) => {
    const body = JSON.stringify({ id, name: id, phone });
    await fetch(`${demo.simulator}/simulator/phones`, { method: 'POST', headers: JSON_BODY, body });
  };
  const onPhone = async (id: string) => {
    const answer = await fetch(`${demo.simulator}/simulator/phones/${id}/messages`);
    const { messages } = (await answer.json()) as { messages: { bubble: { text?: string } }[] };
    return messages.map(({ bubble }) => bubble.text);
  };
  const order = async (phone: string, isTicked: boolean) => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${demo.store}/products/holm-sofa`);
    await page.getByRole('button', { name: 'No, thanks' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.goto(`${demo.store}/checkout`);
    await page.getByLabel('Full name').fill('Kim Ash');
    await page.getByLabel('E-mail').fill(`${randomUUID()}@example.com`);
    await page.getByLabel('Phone').fill(phone);
    await page.getByLabel('Street and number').fill('Weg 1');
    await page.getByLabel('Postcode').fill('10997');
    await page.getByLabel('City').fill('Berlin');
    const box = page.getByRole('checkbox', { name: /updates about my order by WhatsApp/ });
    await expect(box).not.toBeChecked();
    if (isTicked) await box.check();
    await page.getByRole('button', { name: 'Place the order' }).click();
    await page.waitForURL(/\/orders\//);
  };

  await make('quiet', '+49 151 77700001');
  await order('0151 77700001', false);
  await expect.poll(reasons).toContain('not-on-whatsapp');

  await make('told', '+49 151 77700002');
  await order('0151 77700002', true);
  await expect.poll(() => onPhone('told')).toEqual([expect.stringMatching(/^Thank you, Kim! We have your order O-/)]);
  expect(await onPhone('quiet')).toEqual([]);
});

const JSON_BODY = { 'content-type': 'application/json' };
