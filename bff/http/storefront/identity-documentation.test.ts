import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, it } from 'node:test';
import { FixedClock } from '../../testing/clock.ts';
import { openShop, type Shop } from '../../testing/people-world.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

type Sign = (publicKey: string, identityKey: string, customer: object) => string;

let app: TestApp;
let shop: Shop;
let signIdentity: Sign;
before(async () => {
  // The page's own clock is the machine's.
  app = await startTestApp({ clock: new FixedClock(new Date()) });
  shop = await openShop(app, app.a);
  const page = await readFile(new URL('../../../docs/identity.md', import.meta.url), 'utf8');
  const [, code] = /^```js\n(.*?)^```/ms.exec(page)!;
  ({ signIdentity } = (await import(`data:text/javascript,${encodeURIComponent(code!)}`)) as { signIdentity: Sign });
});
after(() => app.stop());

it('docs/identity.md: what its server signs is believed, with a number as id and without what is not known', async () => {
  for (const customer of [
    { id: 17 },
    { id: randomUUID(), name: 'Ada Ash', email: 'ada@ash.example', phone: '+49 151 23456789' },
  ]) {
    const answer = await shop.identify(shop.newToken(), signIdentity(app.a.key, shop.secret, customer));
    assert.deepEqual([answer.status, answer.json.outcome], [200, 'identified'], answer.text);
  }
  const { fullName, contacts } = await shop.customer('ada@ash');
  assert.deepEqual([fullName, contacts.length], ['Ada Ash', 2]);
});

it('docs/identity.md: what it signs with another key, or for another shop, is not', async () => {
  for (const [key, secret] of [
    [app.a.key, 'wxi_another'],
    [app.b.key, shop.secret],
  ] as const)
    assert.equal((await shop.identify(shop.newToken(), signIdentity(key, secret, { id: 1 }))).status, 401);
});
