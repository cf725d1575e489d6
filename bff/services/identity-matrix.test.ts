import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { MINUTE } from '../domain/duration.ts';
import { openShop, type Shop } from '../testing/people-world.ts';
import { type Phone, prefilled, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

/*
 * Mallory knows a victim's e-mail address and phone, has an account of her own, and as many browsers as she likes. Whatever she types,
 * and in whatever order, she reads nothing that the victim and the shop write to each other.
 */
describe('claims open nothing', () => {
  let world: WhatsAppWorld;
  let shop: Shop;
  let n = 0;
  let victim: { email: string; phone: string };
  let mallory: string;
  before(async () => {
    world = await startWhatsAppWorld();
    shop = await openShop(world.app, world.app.a);
  });
  after(() => world.stop());
  beforeEach(() => {
    world.clock.advance(5 * MINUTE);
    n += 1;
    victim = { email: `victim${n}@ash.example`, phone: `+49 160 55${10_000 + n}` };
    mallory = `mallory-${randomUUID()}`;
  });

  const phoneOfVictim = () => world.phone({ phone: victim.phone });
  const secretly = async (phone: Phone, text: string) => {
    await phone.write(text);
    const { id } = await world.conversationWith(text);
    await world.settled();
    return id;
  };
  /** All that a browser can get out of the chat, by every door that reads. */
  async function reads(token: string): Promise<string> {
    const shopper = await shop.chat(token);
    const stream = await shopper.listen(0, `?conversation=${shopper.conversation}`);
    await stream.next('hello');
    const pages = [await shopper.call('/v1/conversation'), await shopper.call('/v1/messages')];
    await shopper.say(`mark ${n}`);
    await stream.until(({ data }) => JSON.stringify(data).includes(`mark ${n}`));
    const seen = stream.text + pages.map(({ text }) => text).join();
    await stream.close();
    return seen;
  }
  const seesNothing = async (token: string) => assert.doesNotMatch(await reads(token), /secret/);
  const inAnyBrowser = async (account: string) => seesNothing(await shop.logIn(shop.newToken(), account));

  it('a typed address, then an account on the browser that typed it', async () => {
    const own = shop.newToken();
    await shop.order({ email: victim.email }, own);
    await shop.browse(own);
    await shop.order({ email: victim.email }, own);
    await (await shop.chat(own)).say(`a secret ${n}`);
    const stranger = shop.newToken();
    await shop.browse(stranger);
    await shop.order({ email: victim.email }, stranger);
    const renewed = await shop.logIn(stranger, mallory);
    await seesNothing(renewed);
    await inAnyBrowser(mallory);
  });

  it("an order of Mallory's account with the victim's address, then a login", async () => {
    const own = shop.newToken();
    await shop.browse(own);
    await shop.order({ email: victim.email, phone: victim.phone }, own);
    await (await shop.chat(own)).say(`a secret ${n}`);
    await shop.order({ id: mallory, email: victim.email, phone: victim.phone });
    await inAnyBrowser(mallory);
  });

  it("an order of Mallory's account with the victim's phone, before the victim writes by WhatsApp", async () => {
    await shop.order({ id: mallory, phone: victim.phone });
    await secretly(await phoneOfVictim(), `a secret ${n}`);
    await inAnyBrowser(mallory);
  });

  it("an order of Mallory's account with the phone of a victim who wrote by WhatsApp before", async () => {
    await secretly(await phoneOfVictim(), `a secret ${n}`);
    await shop.order({ id: mallory, phone: victim.phone });
    await inAnyBrowser(mallory);
  });

  it('a guest order with the phone of a victim, whose account comes later', async () => {
    const token = shop.newToken();
    await shop.browse(token);
    await shop.order({ phone: victim.phone }, token);
    await secretly(await phoneOfVictim(), `a secret ${n}`);
    await seesNothing(await shop.logIn(token, mallory));
    await inAnyBrowser(mallory);
  });

  it('an account of Mallory on the address of a victim who bought and has not chatted yet', async () => {
    const own = shop.newToken();
    await shop.browse(own);
    await shop.order({ email: victim.email }, own);
    await shop.order({ id: mallory, email: victim.email });
    const token = await shop.logIn(shop.newToken(), mallory);
    const stream = await (await shop.chat(token)).listen(0);
    await (await shop.chat(own)).say(`a secret ${n}`);
    await stream.close();
    await seesNothing(token);
  });

  it('a WhatsApp link of a logged-in page, sent by a victim with a past, then the account in another browser', async () => {
    const phone = await phoneOfVictim();
    await secretly(phone, `a secret ${n}`);
    world.clock.advance(MINUTE);
    const token = await shop.logIn(shop.newToken(), mallory);
    const page = await shop.chat(token);
    const link = (await page.call<{ url: string }>('/v1/whatsapp-link', { body: {} })).json;
    await phone.write(prefilled(link.url));
    await world.settled();
    world.clock.advance(MINUTE);
    await seesNothing(token);
    assert.equal(await shop.logIn(token, mallory), token);
    await seesNothing(token);
    await inAnyBrowser(mallory);
  });

  it('a WhatsApp link of a page that nobody has logged in yet, sent by a victim with a past, then an account', async () => {
    const phone = await phoneOfVictim();
    await secretly(phone, `a secret ${n}`);
    world.clock.advance(MINUTE);
    const token = shop.newToken();
    const page = await shop.chat(token);
    const link = (await page.call<{ url: string }>('/v1/whatsapp-link', { body: {} })).json;
    await phone.write(prefilled(link.url));
    await world.settled();
    await seesNothing(await shop.logIn(token, mallory));
    await inAnyBrowser(mallory);
  });

  it('an e-mail address in the properties of an event', async () => {
    const own = shop.newToken();
    await shop.order({ email: victim.email }, own);
    await (await shop.chat(own)).say(`a secret ${n}`);
    const token = shop.newToken();
    await shop.browse(token, { email: victim.email, phone: victim.phone, customerId: victim.email });
    await seesNothing(token);
  });

  it("the victim's address in an identity that the shop has signed for Mallory", async () => {
    const own = shop.newToken();
    await shop.browse(own);
    await shop.order({ email: victim.email, phone: victim.phone }, own);
    await (await shop.chat(own)).say(`a secret ${n}`);
    await shop.logIn(shop.newToken(), mallory, { email: victim.email, phone: victim.phone });
    await inAnyBrowser(mallory);
  });

  it('a WhatsApp link of a page that sees a thread in part, sent by a phone of Mallory that another of her pages sees whole', async () => {
    const own = await world.phone();
    const watching = shop.newToken();
    const watcher = await shop.chat(watching);
    await own.write(prefilled((await watcher.call<{ url: string }>('/v1/whatsapp-link', { body: {} })).json.url));
    await world.settled();

    const phone = await phoneOfVictim();
    await secretly(phone, `a secret ${n}`);
    const page = await shop.chat(shop.newToken());
    const before = (await page.call<{ url: string }>('/v1/whatsapp-link', { body: {} })).json;
    world.clock.advance(21 * MINUTE);
    const spare = (await page.call<{ url: string }>('/v1/whatsapp-link', { body: {} })).json;
    assert.notEqual(spare.url, before.url);
    await phone.write(prefilled(before.url));
    await world.settled();
    world.clock.advance(MINUTE);
    const after = (await page.call<{ url: string }>('/v1/whatsapp-link', { body: {} })).json;
    for (const { url } of [spare, after]) await own.write(prefilled(url));
    await world.settled();
    await seesNothing(watching);
    // The victim's own phone goes on with that link as with any.
    await phone.write(prefilled(after.url));
    await world.settled();
    assert.equal(
      (await page.call<{ conversation: string }>('/v1/conversation')).json.conversation !== watcher.conversation,
      true,
    );
  });
});

describe('a token that tells a journey', () => {
  let world: WhatsAppWorld;
  let shop: Shop;
  before(async () => {
    world = await startWhatsAppWorld();
    shop = await openShop(world.app, world.app.a);
  });
  after(() => world.stop());

  const DOORS: [method: string, path: string, body?: object][] = [
    ['GET', '/v1/conversation'],
    ['GET', '/v1/messages'],
    ['POST', '/v1/messages', { clientId: randomUUID(), text: 'let me in' }],
    ['POST', '/v1/read', { upTo: 1 }],
    ['POST', '/v1/typing', { typing: true }],
    ['POST', '/v1/whatsapp-link', {}],
    ['GET', '/v1/stream'],
  ];
  const ask = (token: string, method: string, path: string, body?: object) =>
    world.app.http.call(path, {
      method,
      body,
      headers: { authorization: `Bearer ${token}`, origin: world.app.a.origin },
    });

  for (const [method, path, body] of DOORS) {
    it(`is told at ${method} ${path} that no chat has begun with it`, async () => {
      const token = shop.newToken();
      await shop.browse(token);
      const answer = await ask(token, method, path, body);
      assert.deepEqual([answer.status, answer.json.code], [404, 'not-found']);
      assert.match(String(answer.json.detail), /POST \/v1\/visitors/);
    });

    it(`is refused at ${method} ${path} when a typed address has tied it to somebody`, async () => {
      const email = `${randomUUID()}@ash.example`;
      const owner = shop.newToken();
      await shop.browse(owner);
      await shop.order({ email }, owner);
      await (await shop.chat(owner)).say('a secret');
      const token = shop.newToken();
      await shop.browse(token);
      await shop.order({ email }, token);
      const answer = await ask(token, method, path, body);
      assert.deepEqual([answer.status, answer.json.code], [401, 'unauthenticated']);
      assert.doesNotMatch(answer.text, /secret/);
      const begun = await Promise.all([shop.chat(token), shop.chat(token)]);
      assert.ok(begun.every(page => page.token !== token));
    });

    it(`is refused at ${method} ${path} when nobody has it`, async () => {
      assert.equal((await ask(shop.newToken(), method, path, body)).status, 401);
    });
  }

  it('of another merchant is nobody’s here', async () => {
    const token = shop.newToken().replace(world.app.a.key.slice(3), world.app.b.key.slice(3));
    const answer = await shop.identify(token, shop.sign());
    assert.equal(answer.status, 403);
    const page = await shop.chat(token);
    assert.notEqual(page.token, token);
  });

  it('opens one chat while an order ties it to somebody at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const email = `${randomUUID()}@ash.example`;
      const owner = shop.newToken();
      await shop.browse(owner);
      await shop.order({ email }, owner);
      await (await shop.chat(owner)).say('a secret');
      const token = shop.newToken();
      await shop.browse(token);
      const [page] = await Promise.all([shop.chat(token), shop.order({ email }, token)]);
      const seen = await page.call('/v1/messages');
      assert.doesNotMatch(seen.text, /secret/);
      assert.ok([200, 401].includes(seen.status), seen.text);
    }
  });
});
