import { html, raw } from 'hono/html';
import type { Account } from '../accounts/accounts.ts';
import { CATEGORIES, type CategoryId } from '../catalogue/product.ts';

export type Html = ReturnType<typeof html>;

/** What every page of this shop needs to know about its surroundings. */
export type Site = {
  /** Where the WoodEx script is, and the merchant's public key; without a key the pages carry no script tag. */
  scriptUrl: string;
  key: string | undefined;
  dashboardUrl: string;
  simulatorUrl: string;
};

/** What one page brings. `name` tells the shop's script what to do; `items` are the GA4 items it reports. */
export type Page = {
  name: string;
  title: string;
  description: string;
  path: string;
  content: Html;
  section?: CategoryId;
  items?: readonly object[];
  structured?: object;
  image?: string;
};

type Frame = {
  /** The writing direction. */
  dir: 'ltr' | 'rtl';
  /** Makes the canonical address. */
  origin: string;
  /** Who is logged in. */
  account: Account | null;
  /** The demo's time, which can be moved on; without it there is no time machine. */
  demoTime: Date | undefined;
};

/** The frame around every page. */
export function layout(site: Site, { dir, origin, account, demoTime }: Frame, page: Page): Html {
  return html`<!doctype html>
<html lang="en" dir="${dir}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${page.title}</title>
    <meta name="description" content="${page.description}">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#fbf7f0" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#1d1814" media="(prefers-color-scheme: dark)">
    <meta property="og:title" content="${page.title}">
    <meta property="og:description" content="${page.description}">
    <meta property="og:image" content="${origin}${page.image ?? '/art/scenes/home.svg'}">
    <link rel="canonical" href="${origin}${page.path}">
    <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/assets/base.css">
    <link rel="stylesheet" href="/assets/frame.css">
    <link rel="stylesheet" href="/assets/shop.css">
    <link rel="stylesheet" href="/assets/catalogue.css">
    <link rel="stylesheet" href="/assets/forms.css">
    <link rel="stylesheet" href="/assets/cart.css">
    <link rel="stylesheet" href="/assets/people.css">
    <script type="module" src="/assets/shop.js"></script>
    ${site.key ? html`<script type="module" async src="${site.scriptUrl}" data-key="${site.key}" data-color="#7a4f2b"></script>` : ''}
    ${page.structured ? dataBlock('application/ld+json', page.structured) : ''}
    ${page.items ? dataBlock('application/json', page.items, 'page-items') : ''}
  </head>
  <body data-page="${page.name}"${account ? html` data-account="${account.id}"` : ''}>
    <a class="skip" href="#main">Skip to the content</a>
    ${header(page, account)}
    <main id="main">${page.content}</main>
    ${footer(site, demoTime)}
    ${site.key ? consentBar : ''}
  </body>
</html>`;
}

const header = (page: Page, account: Account | null) => html`
  <header>
  <p class="notice">Free delivery to the kerb from €1,000 · 10 years’ warranty on every frame</p>
  <div class="site-header">
    <a class="brand" href="/" aria-label="WoodEx, home">Wood<span>Ex</span></a>
    <nav aria-label="Categories">
      <ul>
        ${Object.entries(CATEGORIES).map(
          ([id, { name }]) =>
            html`<li><a href="/${id}"${page.section === id ? raw(' aria-current="page"') : ''}>${name}</a></li>`,
        )}
      </ul>
    </nav>
    <nav class="side-nav" aria-label="Shop">
      <ul>
        <li><a href="/showrooms"${page.path === '/showrooms' ? raw(' aria-current="page"') : ''}>Showrooms</a></li>
        <li><a href="/account"${page.path === '/account' ? raw(' aria-current="page"') : ''}>${account ? account.name.split(' ')[0] : 'Account'}</a></li>
        <li><a class="cart-link" href="/cart"${page.path === '/cart' ? raw(' aria-current="page"') : ''}>Cart <span class="count" data-cart-count hidden></span></a></li>
      </ul>
    </nav>
  </div>
  </header>`;

const footer = (site: Site, demoTime: Date | undefined) => html`
  <footer class="site-footer">
    <div class="columns">
      <section>
        <p class="brand">Wood<span>Ex</span></p>
        <p>Furniture of solid timber, made to order in our own workshop since 1987.</p>
      </section>
      <nav aria-label="Help">
        <h2>Help</h2>
        <ul>
          <li><a href="/quote">Request a quote</a></li>
          <li><a href="/about#delivery">Delivery and returns</a></li>
          <li><a href="/about#care">Care and warranty</a></li>
        </ul>
      </nav>
      <nav aria-label="WoodEx">
        <h2>WoodEx</h2>
        <ul>
          <li><a href="/about">The workshop</a></li>
          <li><a href="/showrooms">Showrooms</a></li>
          <li><a href="/about#contact">Contact</a></li>
        </ul>
      </nav>
      <section>
        <h2>Talk to us</h2>
        <p><a href="tel:+493023125140">+49 30 23125 140</a><br><a href="mailto:hello@woodex.example">hello@woodex.example</a></p>
        <p>Monday to Saturday, 10:00 – 18:00</p>
      </section>
    </div>
    <nav class="demo-bar" aria-label="Behind the demo">
      <span>Behind the demo</span>
      <a href="/">Shop</a>
      <a href="/back-office">Back office</a>
      <a href="${site.dashboardUrl}">Dashboard</a>
      <a href="${site.simulatorUrl}">Phone simulator</a>
    </nav>
    ${demoTime ? timeMachine(demoTime) : ''}
  </footer>`;

const STEPS = [
  [60, 'An hour later'],
  [1_440, 'A day later'],
  [10_080, 'A week later'],
] as const;

const clockTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'full',
  timeStyle: 'short',
  timeZone: 'Europe/Berlin',
});

/** Moves the time of shop, CRM and phones on, so that reminders can be seen to arrive. */
const timeMachine = (now: Date) => html`
  <form class="demo-bar" method="post" action="/time-machine" aria-label="Time machine">
    <span>Time machine: <time datetime="${now.toISOString()}">${clockTime.format(now)}</time></span>
    ${STEPS.map(([minutes, label]) => html`<button type="submit" class="button plain" name="minutes" value="${minutes}">${label}</button>`)}
  </form>`;

/** Asked once; the shop keeps the answer, and tells the chat's script each time. */
const consentBar = html`
  <section class="consent" data-consent hidden aria-label="Your privacy">
    <p>May we remember which pieces you look at, so that we can advise you better? <a href="/about#privacy">What that means</a></p>
    <p class="actions"><button type="button" class="button plain" data-consent-answer="denied">No, thanks</button> <button type="button" class="button" data-consent-answer="granted">Yes, you may</button></p>
  </section>`;

/** Data for machines. `<` is written as an escape, so that no text can end the block. */
function dataBlock(type: string, data: object, id?: string): Html {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return html`<script type="${type}"${id ? raw(` id="${id}"`) : ''}>${raw(json)}</script>`;
}
