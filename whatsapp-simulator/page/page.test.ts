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

test('faults are set by their labels and the keyboard; what is typed survives a wake-up; all go off at once', {
  skip,
}, async t => {
  const { url, call, write } = await startPair(t);
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`${url}/?phone=ana`);
  const faults = async () => (await call('GET', '/simulator/faults')).json as Record<string, unknown>;
  const lost = page.getByLabel('Answers lost');
  await lost.fill('12.5');
  await write('ana', text('a wake-up'));
  await page.locator('.log li').first().waitFor();
  assert.equal(await lost.inputValue(), '12.5');
  await lost.press('Enter');
  await page.getByRole('switch', { name: 'Held back' }).press('Space');
  await page.getByLabel('Code').fill('131048');
  await page.getByLabel('Percent').fill('50');
  await page.getByRole('button', { name: 'Add' }).press('Enter');
  await page.getByText('131048 · 50 % · answer').waitFor();
  const { loseAnswers, errors, webhooks } = await faults();
  assert.deepEqual([loseAnswers, errors], [0.125, [{ rate: 0.5, code: 131048, in: 'answer' }]]);
  assert.equal((webhooks as { paused: boolean }).paused, true);
  await page.getByRole('button', { name: 'All off' }).press('Enter');
  await page.getByText('131048 · 50 % · answer').waitFor({ state: 'detached' });
  assert.equal((await faults()).loseAnswers, 0);
});

test("a phone's behaviour, the account's standing and a template are changed on the page, which shows what arrived", {
  skip,
}, async t => {
  const offer = { name: 'offer', language: 'en', category: 'MARKETING', components: [{ type: 'BODY', text: 'Sale.' }] };
  const { url, call, send, receiver } = await startPair(t, { templates: [offer] });
  await send({ type: 'template', template: { name: 'offer', language: { code: 'en' } } });
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`${url}/?phone=ana`);
  await page.getByText('offer → +554188887777').waitFor();
  await page.getByText('How it takes messages').press('Enter');
  const blocked = page.getByRole('switch', { name: 'Has blocked us' });
  await blocked.press('Space');
  await page.locator('#settings [data-setting=blocked]:checked').waitFor();
  assert.equal((await call('GET', '/simulator/phones/ana')).json.blocked, true);
  await page.getByLabel('Standing').selectOption('restricted');
  await page.getByText('Templates (1)').press('Enter');
  await page.getByRole('button', { name: 'Pause offer en' }).press('Enter');
  await page.getByRole('button', { name: 'Approve offer en' }).waitFor();
  await receiver.until(() => receiver.changes().some(({ value }) => value.event === 'PAUSED'));
  assert.ok(receiver.changes().some(({ value }) => value.event === 'ACCOUNT_RESTRICTION'));
});

test('a product that was sent can be asked about: it stands over the box, goes with one question, and not with the next', {
  skip,
}, async t => {
  const product = { retailerId: 'OAK', name: 'Oak table', price: 620.25, currency: 'EUR' };
  const { url, send, write, receiver } = await startPair(t, {
    account: { catalogs: [{ id: 'C', products: [product] }] },
  });
  await write('ana', text('oi'));
  const referred_product = { catalog_id: 'C', product_retailer_id: 'OAK' };
  const id = idOf(await send({ type: 'interactive', interactive: { type: 'product', action: referred_product } }));
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  t.after(() => page.close());
  await page.goto(`${url}/?phone=ana&chat=${NUMBER}`);
  await page.getByText('View items').click();
  await page.getByRole('button', { name: 'Ask about Oak table' }).press('Enter');
  await page.locator('.quoting', { hasText: 'Oak table' }).waitFor();
  const box = page.getByRole('textbox', { name: 'Message' });
  await box.fill('Still there?');
  await box.press('Enter');
  await page.locator('.mine', { hasText: 'Still there?' }).locator('.card', { hasText: 'Oak table' }).waitFor();
  await box.fill('Hello?');
  await box.press('Enter');
  await receiver.until(() => receiver.messages().length === 3);
  const [, asked, next] = receiver.messages();
  assert.deepEqual(asked!.context, { from: '15550783881', id, referred_product });
  assert.equal(next!.context, undefined);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
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
