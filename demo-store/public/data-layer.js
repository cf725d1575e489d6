/**
 * @typedef {{item_id: string, item_name: string, item_category?: string, item_variant?: string, price: number, quantity: number}} Item
 */

/**
 * Tells the page's analytics what happened, in GA4's words. Amounts are euros.
 * @param {string} event
 * @param {{items: Item[], [key: string]: unknown}} ecommerce
 */
export function report(event, { items: told, ...ecommerce }) {
  // Whoever shows an item elsewhere needs whole addresses.
  const whole = address => address && new URL(address, location.href).href;
  const items = told.map(item => ({ ...item, item_url: whole(item.item_url), item_image: whole(item.item_image) }));
  globalThis.dataLayer ??= [];
  globalThis.dataLayer.push({ event, ecommerce: { currency: 'EUR', value: worth(items), ...ecommerce, items } });
}

/**
 * The GA4 items that the server wrote into this page.
 * @returns {Item[]}
 */
export function pageItems() {
  const block = document.getElementById('page-items');
  return block ? JSON.parse(block.textContent) : [];
}

/**
 * A line that the server has priced, as a GA4 item.
 * @param {import('./cart.js').PricedLine} line
 * @returns {Item}
 */
export const itemOf = ({ sku, name, category, finish, price, quantity, url, image }) => ({
  item_id: sku,
  item_name: name,
  item_brand: 'WoodEx',
  item_category: category,
  item_variant: finish,
  price: price / 100,
  quantity,
  item_url: url,
  item_image: image,
});

/** @param {Item[]} items */
const worth = items => Math.round(items.reduce((sum, { price, quantity }) => sum + price * quantity, 0) * 100) / 100;
