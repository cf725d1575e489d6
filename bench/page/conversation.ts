import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright';
import { logIn } from '../client/agent-login.ts';
import { createApi } from '../client/api.ts';
import type { Server } from '../parts/server.ts';
import { recordTransfers, type Transfer, visit } from './visit.ts';
import { watchMoments } from './watch.ts';

const QUESTION = 'Is the oak table still to be had in 180 cm?';
const ANSWER = 'Yes, in 180 and in 220 cm.';

/** What the page has fetched once a shopper has asked and an agent has answered, all of it real. */
export const measureConversation = (browser: Browser, url: string, server: Server): Promise<Transfer[]> =>
  visit(browser, async ({ page }) => {
    const transfers = recordTransfers(page);
    await page.addInitScript(watchMoments);
    await page.goto(url);
    await page.waitForFunction(() => window.benchMoments.bubble > 0);
    const { place } = await page.evaluate(() => window.benchMoments);
    await page.mouse.click(place.x, place.y);
    await page.waitForFunction(() => window.benchMoments.input > 0);
    await page.keyboard.type(QUESTION);
    await page.keyboard.press('Enter');
    await answer(server);
    await page.getByText(ANSWER).first().waitFor();
    return transfers();
  });

/** The agent answers the conversation as soon as the inbox shows it. */
async function answer({ url }: Server): Promise<void> {
  const agent = await logIn(url);
  const api = createApi(url);
  try {
    for (let tries = 0; tries < 200; tries++) {
      const { conversations } = (await api.get('/admin/v1/conversations', agent)) as {
        conversations: { id: string }[];
      };
      const [newest] = conversations;
      if (newest) {
        const message = { clientId: randomUUID(), text: ANSWER };
        await api.post(`/admin/v1/conversations/${newest.id}/messages`, message, agent);
        return;
      }
      await sleep(50);
    }
    throw new Error("the shopper's message did not reach the inbox");
  } finally {
    api.close();
  }
}
