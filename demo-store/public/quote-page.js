import { cartLines, priced } from './cart.js';
import { miniLine, sendsTo, valuesOf } from './form.js';
import { euros } from './money.js';

/** The form sends the product its address names, else what is in the cart, else words alone. */
export async function quotePage() {
  const form = document.querySelector('[data-quote]');
  const { sku } = form.dataset;
  const lines = () => (sku ? [{ sku, quantity: form.elements.quantity.valueAsNumber || 1 }] : cartLines());
  sendsTo(form, '/api/quotes', () => ({
    ...valuesOf(form, ['name', 'email', 'phone', 'showroom', 'message']),
    lines: lines(),
  }));
  if (sku || lines().length === 0) return;
  const basket = await priced(lines()).catch(() => undefined);
  if (!basket) return;
  document.querySelector('[data-quote-free]').textContent = 'What is in your cart:';
  const rows = basket.lines.map(line => miniLine(line, `${line.finish}, ${euros(line.total)}`));
  document.querySelector('[data-quote-lines]').replaceChildren(...rows);
}
