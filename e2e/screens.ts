import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import type { Demo } from './demo.ts';

/** What a shopper does on a page of the shop. */
export class ShopScreen {
  readonly page: Page;
  readonly bubble: Locator;
  readonly composer: Locator;
  readonly log: Locator;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    const chat = page.locator('woodex-chat');
    this.bubble = chat.locator('button[part~=bubble]');
    this.dialog = chat.getByRole('dialog');
    this.composer = this.dialog.getByRole('textbox', { name: 'Message' });
    this.log = this.dialog.getByRole('log');
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.bubble.click();
    await expect(this.composer).toBeFocused();
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The texts that match, in the order in which they are read. */
  readAll(pattern: RegExp): Promise<string[]> {
    return textsIn(this.log, pattern);
  }
}

/** What an agent does in the dashboard. */
export class AgentScreen {
  readonly page: Page;
  readonly list: Locator;
  readonly log: Locator;
  readonly composer: Locator;
  /** Of the customer that is open. */
  readonly timeline: Locator;

  constructor(page: Page) {
    this.page = page;
    this.timeline = page.getByRole('region', { name: 'What happened' });
    this.list = page.getByRole('list', { name: 'Conversations' });
    this.log = page.getByRole('log', { name: 'Messages' });
    this.composer = page.getByRole('textbox', { name: /^Reply to/ });
  }

  async logIn(bff: string): Promise<void> {
    await this.page.goto(`${bff}/admin`);
    await this.page.getByLabel('E-mail').fill('agent@woodex.demo');
    await this.page.getByLabel('Password', { exact: true }).fill('showroom-demo');
    await this.page.getByRole('button', { name: 'Log in' }).click();
    await expect(this.page.getByRole('heading', { name: 'Conversations' })).toBeVisible();
  }

  /** Asks the admin's API as the agent who is logged in. */
  ask<T>(path: string, method = 'GET', data?: object): Promise<T> {
    return this.page.evaluate(
      async ([url, verb, body]) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`/admin/v1${url}`, { method: verb!, headers, body: body! });
        return (await answer.json()) as unknown;
      },
      [path, method, data ? JSON.stringify(data) : undefined] as const,
    ) as Promise<T>;
  }

  /** Rules keep no quiet hours, so that it is the same at whatever hour a test runs. */
  async writeAtAnyHour(): Promise<void> {
    const settings = await this.ask<object>('/automations/settings');
    await this.ask('/automations/settings', 'PUT', { ...settings, quiet: { from: '00:00', to: '00:00' } });
  }

  async openConversation(preview: string): Promise<void> {
    await this.list.getByRole('link').filter({ hasText: preview }).click();
    await expect(this.log).toContainText(preview);
  }

  /** In Customer Journey. */
  async openCustomer(name: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Customer Journey' }).click();
    await this.page.locator('wx-customer-list').getByRole('link').filter({ hasText: name }).click();
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  async reply(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  readAll(pattern: RegExp): Promise<string[]> {
    return textsIn(this.log, pattern);
  }
}

/** A shopper has written `text`, and an agent has it open: each in a browser of their own. */
export async function beginTalk(
  demo: Demo,
  browser: Browser,
  text: string,
): Promise<{ shop: ShopScreen; agent: AgentScreen; shopper: BrowserContext }> {
  const [shopper, staff] = [await browser.newContext(), await browser.newContext()];
  const shop = new ShopScreen(await shopper.newPage());
  const agent = new AgentScreen(await staff.newPage());
  await agent.logIn(demo.bff);
  await shop.open(`${demo.store}/`);
  await shop.say(text);
  await agent.openConversation(text);
  return { shop, agent, shopper };
}

/** The shopper goes on by WhatsApp, from the phone of the simulator that is Lena's. Returns the phone. */
export async function goOnByPhone(shop: ShopScreen, agent: AgentScreen, shopper: BrowserContext): Promise<Page> {
  const goOn = shop.dialog.locator('[part~=whatsapp]');
  await goOn.hover();
  await expect(shop.dialog.locator('a[part~=whatsapp]')).toBeVisible();
  const opened = shopper.waitForEvent('page');
  await goOn.click();
  const phone = await opened;
  await phone.waitForURL(/wa\.me|chat/);
  await phone.locator('[data-phone=lena]').click();
  const draft = phone.locator('textarea[aria-label=Message]');
  await expect(draft).toHaveValue(/WX(-\w{4}){4}/);
  await draft.press('Enter');
  await expect(agent.log).toContainText(/WX(-\w{4}){4}/);
  return phone;
}

async function textsIn(log: Locator, pattern: RegExp): Promise<string[]> {
  const text = await log.evaluate(root => {
    const read = (node: Node): string => {
      if (node instanceof HTMLElement && (node.hidden || node.localName === 'style')) return '';
      if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
      const inside = node instanceof HTMLElement && node.shadowRoot ? node.shadowRoot : node;
      return [...inside.childNodes].map(read).join(' ');
    };
    return read(root);
  });
  return text.match(new RegExp(pattern, 'g')) ?? [];
}
