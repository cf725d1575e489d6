import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Browser, chromium } from 'playwright';
import { idOf, NUMBER, startPair, text } from '../testing/simulator.ts';

const executablePath = [chromium.executablePath(), '/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
const skip = executablePath ? false : 'there is no Chromium on this machine';
let browser: Browser;

before(async () => {
  if (skip) return;
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-quic'] : ['--disable-quic'];
  browser = await chromium.launch({ executablePath, args });
});
after(() => browser?.close());

test('a wa.me link opens the chat with the draft; whose phone it is can still be chosen; Enter sends it', {
  skip,
}, async t => {
  const { url, receiver } = await startPair(t);
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`${url}/wa.me/15550783881?text=Hello%20%C3%A4%20ref&phone=lena`);
  await page.locator('[data-phone=ana]').click();
  const draft = page.getByRole('textbox', { name: 'Message' });
  await page.locator('[data-phone=ana][aria-current]').waitFor();
  assert.equal(await draft.inputValue(), 'Hello ä ref');
  assert.equal(receiver.posts.length, 0);
  await draft.press('Enter');
  await receiver.until(() => receiver.messages().length === 1);
  const [message] = receiver.messages();
  assert.deepEqual([message!.from, message!.text], ['554188887777', { body: 'Hello ä ref' }]);
  assert.equal(await draft.inputValue(), '');
  await page.locator('.message.mine .tick.delivered').waitFor();
});

test('a message is counted while its chat is closed, and read only once it is opened', { skip }, async t => {
  const { url, send, write, receiver } = await startPair(t);
  await write('ana', text('oi'));
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`${url}/?phone=ana`);
  const row = page.locator(`.chat-row[data-number="${NUMBER}"]`);
  await row.waitFor();
  const id = idOf(await send(text('see https://woodex.example/table.')));
  await row.locator('.unread', { hasText: '1' }).waitFor();
  assert.ok(receiver.statuses().every(each => each.status !== 'read'));
  await row.press('Enter');
  await receiver.until(() => receiver.statuses().some(each => each.id === id && each.status === 'read'));
  assert.equal(await page.locator(`[data-id="${id}"] a`).getAttribute('href'), 'https://woodex.example/table');
  await page.keyboard.press('Escape');
  await row.waitFor();
});

test('typing shows until the answer is there; its buttons can be tapped', { skip }, async t => {
  const { url, send, write, call, receiver } = await startPair(t);
  const { id } = await write('ana', text('oi'));
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`${url}/?phone=ana&chat=${NUMBER}`);
  await page.locator(`[data-id="${id}"]`).waitFor();
  const typing = { messaging_product: 'whatsapp', status: 'read', message_id: id, typing_indicator: { type: 'text' } };
  await call('POST', `/v24.0/${NUMBER}/messages`, typing);
  await page.locator('.typing').waitFor();
  await page.locator('.tick.read').waitFor();
  const reply = { type: 'reply', reply: { id: 'ten', title: '10:00' } };
  const interactive = { type: 'button', body: { text: 'When?' }, action: { buttons: [reply] } };
  await send({ type: 'interactive', interactive });
  await page.getByRole('button', { name: '10:00' }).click();
  await page.locator('.typing').waitFor({ state: 'hidden' });
  await receiver.until(() => receiver.messages().length === 2);
  assert.deepEqual(receiver.messages()[1]!.interactive, {
    type: 'button_reply',
    button_reply: { id: 'ten', title: '10:00' },
  });
});

test('the page obeys its own content security policy, and fits 360 px', { skip }, async t => {
  const { url, write } = await startPair(t);
  await write('omar', text('مرحبا، هل الطاولة متوفرة؟'));
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  t.after(() => page.close());
  const complaints: string[] = [];
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(error.message));
  await page.goto(`${url}/?phone=omar&chat=${NUMBER}`);
  await page.locator('.message.mine').waitFor();
  assert.deepEqual(complaints, []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
});
