/**
 * @typedef {{sku: string, quantity: number}} Line
 * @typedef {Line & {name: string, finish: string, category: string, price: number, total: number, url: string, image: string, leadTime: string}} PricedLine
 * @typedef {{lines: PricedLine[], unknown: string[], subtotal: number, deliveries: {id: string, price: number}[]}} Basket
 */

/** The shop's only key in localStorage: `{lines: [{sku, quantity}], lastOrder?: 'O-2026-0001'}`. It holds no prices and no names. */
const KEY = 'woodex-shop';
const MOST = 50;

/** @returns {{lines: Line[], lastOrder?: string}} */
function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return { ...stored, lines: Array.isArray(stored.lines) ? stored.lines : [] };
  } catch {
    // Storage may be refused, or hold what somebody else wrote: then the cart is empty.
    return { lines: [] };
  }
}

/** @param {{lines: Line[], lastOrder?: string}} state */
function write(state) {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Where nothing can be stored, the cart lasts as long as the page.
  }
  showCount();
}

/** @returns {Line[]} */
export const cartLines = () => read().lines;

/**
 * Adds to what is there already.
 * @param {string} sku
 * @param {number} quantity
 */
export function addToCart(sku, quantity) {
  const present = cartLines().find(line => line.sku === sku)?.quantity ?? 0;
  setQuantity(sku, present + quantity);
}

/**
 * Zero takes the line out.
 * @param {string} sku
 * @param {number} quantity
 */
export function setQuantity(sku, quantity) {
  const state = read();
  const wanted = Math.min(quantity, MOST);
  const lines = state.lines.some(line => line.sku === sku)
    ? state.lines.map(line => (line.sku === sku ? { sku, quantity: wanted } : line))
    : [...state.lines, { sku, quantity: wanted }];
  write({ ...state, lines: lines.filter(line => line.quantity > 0) });
}

/**
 * Empties the cart after an order. Answers false when this order was closed before, as on a reload.
 * @param {string} number
 */
export function closeOrder(number) {
  if (read().lastOrder === number) return false;
  write({ lines: [], lastOrder: number });
  return true;
}

/**
 * What the shop asks for these lines today. Rejects when the shop cannot be reached.
 * @param {Line[]} lines
 * @returns {Promise<Basket>}
 */
export async function priced(lines) {
  const query = new URLSearchParams(lines.map(({ sku, quantity }) => ['line', `${sku}:${quantity}`]));
  const response = await fetch(`/api/basket?${query}`);
  if (!response.ok) throw new Error(`The basket answered ${response.status}`);
  return response.json();
}

export function showCount() {
  const count = cartLines().reduce((sum, { quantity }) => sum + quantity, 0);
  for (const place of document.querySelectorAll('[data-cart-count]')) {
    place.textContent = String(count);
    place.hidden = count === 0;
  }
}
