import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { accountRoutes } from './accounts/routes.ts';
import { openSessions } from './accounts/sessions.ts';
import { artRoutes } from './art/routes.ts';
import { findProduct } from './catalogue/catalogue.ts';
import { CATEGORIES, type CategoryId } from './catalogue/product.ts';
import { officeRoutes } from './office/routes.ts';
import { type BookChange, openOrderBook } from './orders/order-book.ts';
import { shopApi } from './orders/routes.ts';
import { aboutPage } from './pages/about.ts';
import { accountPage } from './pages/account.ts';
import { cartPage } from './pages/cart.ts';
import { categoryPage } from './pages/category.ts';
import { checkoutPage } from './pages/checkout.ts';
import { homePage } from './pages/home.ts';
import { layout, type Page, type Site } from './pages/layout.ts';
import { notFoundPage } from './pages/not-found.ts';
import { officePage } from './pages/office.ts';
import { productPage } from './pages/product.ts';
import { quotePage } from './pages/quote.ts';
import { showroomsPage } from './pages/showrooms.ts';
import { orderPlacedPage, quoteSentPage } from './pages/thanks.ts';
import { sameOriginOnly, shopHeaders } from './security.ts';
import type { TimeMachine } from './time-machine.ts';
import { timeMachineRoutes } from './time-machine-routes.ts';

type StoreParts = {
  /** The clock by which requests are numbered. */
  now: () => Date;
  /** Told of each change in the shop's books. */
  onChange?: (change: BookChange) => void;
  /** Signs who is logged in, for the chat; without it nobody is told. */
  identityKey?: string | undefined;
  /** Without it the shop keeps the real time. */
  timeMachine?: TimeMachine | undefined;
};

/** The whole shop as one Hono app. */
export function createStore(site: Site, { now, onChange, identityKey, timeMachine }: StoreParts): Hono {
  const book = openOrderBook(now, onChange);
  const sessions = openSessions();
  const app = new Hono();
  app.use(compress(), shopHeaders(new URL(site.scriptUrl).origin));

  const show = (c: Context, page: Page, status: 200 | 404 = 200) => {
    const dir = c.req.query('dir') === 'rtl' ? 'rtl' : 'ltr';
    c.header('cache-control', 'no-cache');
    const { origin } = new URL(c.req.url);
    return c.html(layout(site, { dir, origin, account: sessions.of(c), demoTime: timeMachine?.now() }, page), status);
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
    const id = c.req.param('id');
    const quote = book.moveQuote(id, 'viewed') ?? book.findQuote(id);
    return quote ? show(c, quoteSentPage(quote, now())) : notFound(c);
  });
  app.post('/quotes/:id', sameOriginOnly, async c => {
    const { answer } = await c.req.parseBody();
    if (answer === 'accepted' || answer === 'rejected') book.moveQuote(c.req.param('id'), answer);
    return c.redirect(`/quotes/${encodeURIComponent(c.req.param('id'))}`, 303);
  });
  app.get('/account', c => show(c, accountPage(sessions.of(c))));
  app.route('/account', accountRoutes(sessions, { key: site.key, identityKey, now }));
  app.get('/back-office', c => show(c, officePage(book)));
  app.route('/back-office', officeRoutes(book));
  if (timeMachine) app.route('/time-machine', timeMachineRoutes(timeMachine));
  app.route('/api', shopApi(book, sessions));
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
    'frame.css',
    'shop.css',
    'catalogue.css',
    'forms.css',
    'cart.css',
    'people.css',
    'shop.js',
    'cart.js',
    'data-layer.js',
    'product-page.js',
    'cart-page.js',
    'checkout-page.js',
    'quote-page.js',
    'form.js',
    'money.js',
    'consent.js',
    'account.js',
    'favicon.svg',
  ].map(name => {
    const text = readFileSync(join(import.meta.dirname, 'public', name), 'utf8');
    return [name, { text, type: TYPES[name.split('.').at(-1) as keyof typeof TYPES] }] as const;
  }),
);
