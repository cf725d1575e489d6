import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { artRoutes } from './art/routes.ts';
import { findProduct } from './catalogue/catalogue.ts';
import { CATEGORIES, type CategoryId } from './catalogue/product.ts';
import { openOrderBook } from './orders/order-book.ts';
import { shopApi } from './orders/routes.ts';
import { aboutPage } from './pages/about.ts';
import { cartPage } from './pages/cart.ts';
import { categoryPage } from './pages/category.ts';
import { checkoutPage } from './pages/checkout.ts';
import { homePage } from './pages/home.ts';
import { layout, type Page, type Site } from './pages/layout.ts';
import { notFoundPage } from './pages/not-found.ts';
import { productPage } from './pages/product.ts';
import { quotePage } from './pages/quote.ts';
import { showroomsPage } from './pages/showrooms.ts';
import { orderPlacedPage, quoteSentPage } from './pages/thanks.ts';
import { shopHeaders } from './security.ts';

/** The whole shop as one Hono app. `now` is the clock by which requests are numbered. */
export function createStore(site: Site, now: () => Date): Hono {
  const book = openOrderBook(now);
  const app = new Hono();
  app.use(compress(), shopHeaders(new URL(site.scriptUrl).origin));

  const show = (c: Context, page: Page, status: 200 | 404 = 200) => {
    const dir = c.req.query('dir') === 'rtl' ? 'rtl' : 'ltr';
    c.header('cache-control', 'no-cache');
    return c.html(layout(site, { dir, origin: new URL(c.req.url).origin }, page), status);
  };
  const notFound = (c: Context) => show(c, notFoundPage(c.req.path), 404);

  app.get('/', c => show(c, homePage()));
  for (const id of Object.keys(CATEGORIES) as CategoryId[]) app.get(`/${id}`, c => show(c, categoryPage(id)));
  app.get('/products/:slug', c => {
    const product = findProduct(c.req.param('slug'));
    return product ? show(c, productPage(product, c.req.query('finish'), new URL(c.req.url).origin)) : notFound(c);
  });
  app.get('/cart', c => show(c, cartPage()));
  app.get('/checkout', c => show(c, checkoutPage()));
  app.get('/quote', c => show(c, quotePage(c.req.query('sku'))));
  app.get('/showrooms', c => show(c, showroomsPage()));
  app.get('/about', c => show(c, aboutPage()));
  app.get('/orders/:id', c => {
    const order = book.findOrder(c.req.param('id'));
    return order ? show(c, orderPlacedPage(order)) : notFound(c);
  });
  app.get('/quotes/:id', c => {
    const quote = book.findQuote(c.req.param('id'));
    return quote ? show(c, quoteSentPage(quote)) : notFound(c);
  });
  app.route('/api', shopApi(book));
  app.route('/art', artRoutes());
  app.use('/assets/*', etag());
  app.get('/assets/:file', c => {
    const asset = ASSETS.get(c.req.param('file'));
    if (!asset) return notFound(c);
    return c.body(asset.text, 200, { 'content-type': asset.type, 'cache-control': 'no-cache' });
  });
  app.notFound(notFound);
  return app;
}

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' };

/** The shop's own static files, read once; they answer to an ETag, so a page view asks but rarely downloads. */
const ASSETS = new Map(
  [
    'base.css',
    'shop.css',
    'forms.css',
    'shop.js',
    'cart.js',
    'data-layer.js',
    'product-page.js',
    'cart-page.js',
    'checkout-page.js',
    'quote-page.js',
    'form.js',
    'money.js',
    'favicon.svg',
  ].map(name => {
    const text = readFileSync(join(import.meta.dirname, 'public', name), 'utf8');
    return [name, { text, type: TYPES[name.split('.').at(-1) as keyof typeof TYPES] }] as const;
  }),
);
