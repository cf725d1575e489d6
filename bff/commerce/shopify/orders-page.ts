/** https://shopify.dev/docs/api/usage/versioning: each version is good for a year; after that Shopify answers by the oldest that is. */
const VERSION = '2026-07';

/** Where all orders that were changed since then begin, oldest change first. */
export function firstOrdersPage(shop: string, since: Date): URL {
  const url = new URL(`${shop}/admin/api/${VERSION}/orders.json`);
  url.search = new URLSearchParams({
    status: 'any',
    limit: '250',
    order: 'updated_at asc',
    updated_at_min: since.toISOString(),
  }).toString();
  return url;
}

/** The page after this one, as the Link header names it; only at the same shop. */
export function nextOrdersPage(link: string | undefined, at: URL): URL | null {
  for (const part of (link ?? '').split(/,\s*(?=<)/)) {
    const [, href] = /^<([^>]+)>;.*\brel="?next"?/.exec(part) ?? [];
    const url = href ? URL.parse(href, at) : null;
    if (url?.origin === at.origin) return url;
  }
  return null;
}
