export const PAGE_SIZE = 100;

/** One page of all orders that were changed since then, oldest change first. */
export function ordersPage(home: string, since: Date, page: number): URL {
  const url = new URL(`${home}/wp-json/wc/v3/orders`);
  url.search = new URLSearchParams({
    modified_after: since.toISOString().replace(/\.\d+Z$/, ''),
    dates_are_gmt: 'true',
    per_page: String(PAGE_SIZE),
    orderby: 'modified',
    order: 'asc',
    page: String(page),
  }).toString();
  return url;
}
