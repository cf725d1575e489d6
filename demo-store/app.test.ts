import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from './app.ts';
import { PRODUCTS } from './catalogue/catalogue.ts';
import { CATEGORIES, pictureUrl, productUrl } from './catalogue/product.ts';

const now = () => new Date('2026-03-10T12:00:00Z');
const site = {
  scriptUrl: 'http://chat.test/sdk/woodex.js',
  key: 'wx_demo',
  dashboardUrl: 'http://chat.test/admin',
  simulatorUrl: 'http://phone.test',
};
const store = createStore(site, { now });
const get = (path: string) => store.request(`http://shop.test${path}`);

const PAGES = [
  '/',
  ...Object.keys(CATEGORIES).map(id => `/${id}`),
  ...PRODUCTS.map(product => productUrl(product)),
  '/cart',
  '/checkout',
  '/quote',
  '/quote?sku=holm-sofa.rust',
  '/showrooms',
  '/about',
  '/account',
  '/back-office',
];

for (const path of PAGES) {
  test(`${path} answers with one WoodEx script, sized pictures that exist, and one h1`, async () => {
    const response = await get(path);
    assert.equal(response.status, 200);
    const page = await response.text();
    const tag =
      '<script type="module" async src="http://chat.test/sdk/woodex.js" data-key="wx_demo" data-color="#7a4f2b"></script>';
    assert.equal(page.split(tag).length, 2);
    assert.equal(page.match(/<h1[ >]/g)?.length, 1);
    for (const [image] of page.matchAll(/<img [^>]*>/g)) {
      assert.match(image, / width="\d+" height="\d+"/, image);
      assert.match(image, / alt="/, image);
      const src = image.match(/ src="([^"]+)"/)?.[1];
      if (src) assert.equal((await get(src.replaceAll('&amp;', '&'))).status, 200, src);
    }
    for (const [, asset] of page.matchAll(/"(\/assets\/[^"]+)"/g))
      assert.equal((await get(asset!)).status, 200, asset!);
  });
}

test('nothing on a page needs more than the strict policy allows', async () => {
  const response = await get('/products/holm-sofa');
  const policy = response.headers.get('content-security-policy') ?? '';
  assert.match(policy, /script-src 'self' http:\/\/chat\.test;/);
  assert.match(policy, /connect-src 'self' http:\/\/chat\.test;/);
  assert.match(policy, /style-src 'self';/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.match(policy, /require-trusted-types-for 'script'; trusted-types lit-html/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.ok(response.headers.get('referrer-policy'));
  const page = await response.text();
  assert.doesNotMatch(page, / style="| on[a-z]+="/);
  const inline = [...page.matchAll(/<script(?![^>]* src=)([^>]*)>/g)].map(([, attributes]) => attributes);
  for (const attributes of inline) assert.match(attributes!, /type="application\/(ld\+)?json"/);
});

test('pages stay fit for the back/forward cache', async () => {
  assert.doesNotMatch((await get('/')).headers.get('cache-control') ?? '', /no-store/);
});

test('an unknown product, picture or page is a 404 that leads back to the shop', async () => {
  for (const path of ['/products/none', '/orders/none', '/nowhere']) {
    const response = await get(path);
    assert.equal(response.status, 404, path);
    assert.match(await response.text(), /href="\/products\//);
  }
  assert.equal((await get('/art/products/holm-sofa.gold.svg')).status, 404);
  assert.equal((await get('/art/scenes/constructor.svg')).status, 404);
  assert.equal((await get('/assets/..%2fapp.ts')).status, 404);
});

test('a page shows the finish its address names, and the first one when it names none that exists', async () => {
  assert.match(await (await get('/products/rille-sofa?finish=ink')).text(), /value="ink" checked/);
  assert.match(await (await get('/products/rille-sofa?finish=none')).text(), /value="rust" checked/);
});

test('structured data names every finish with its price in euros', async () => {
  const page = await (await get('/products/holm-sofa')).text();
  const data = JSON.parse(page.match(/<script type="application\/ld\+json">(.*?)<\/script>/)![1]!);
  assert.equal(data['@type'], 'Product');
  const prices = data.offers.map((offer: { sku: string; price: string }) => [offer.sku, offer.price]);
  assert.deepEqual(prices[3], ['holm-sofa.rust', '3130.00']);
});

test('?dir=rtl turns the page round, and anything else does not', async () => {
  assert.match(await (await get('/?dir=rtl')).text(), /<html lang="en" dir="rtl">/);
  assert.match(await (await get('/?dir="><script>')).text(), /<html lang="en" dir="ltr">/);
});

test('without a key there is no foreign script', async () => {
  const plain = createStore({ ...site, key: undefined }, { now });
  const page = await (await plain.request('http://shop.test/')).text();
  assert.doesNotMatch(page, /woodex\.js/);
});

test('a picture of each finish is an SVG without scripts or styles, and is cached by its tag', async () => {
  for (const product of PRODUCTS) {
    for (const finish of product.finishes) {
      const response = await get(pictureUrl(product, finish));
      assert.equal(response.headers.get('content-type'), 'image/svg+xml');
      const svg = await response.text();
      assert.match(svg, /^<svg [^>]*width="960" height="720"/);
      assert.doesNotMatch(svg, /NaN|undefined|<script|<style/);
    }
  }
  const path = pictureUrl(PRODUCTS[0]!, PRODUCTS[0]!.finishes[0]);
  const tag = (await get(path)).headers.get('etag')!;
  const again = await store.request(`http://shop.test${path}`, { headers: { 'if-none-match': tag } });
  assert.equal(again.status, 304);
});
