import { cartLines, priced } from './cart.js';
import { itemOf, report } from './data-layer.js';
import { miniLine, sendsTo, valuesOf } from './form.js';
import { euros } from './money.js';

const find = selector => document.querySelector(selector);
const FIELDS = ['name', 'email', 'phone', 'delivery', 'street', 'postcode', 'city', 'country', 'note'];

/** Address and delivery; prices come from the shop, and the order carries none. */
export function checkoutPage() {
  const form = find('[data-order]');
  let basket;
  const delivery = () => form.elements.delivery.value;

  sendsTo(form, '/api/orders', () => ({
    ...valuesOf(form, FIELDS),
    showroom: delivery() === 'showroom' ? form.elements.showroom.value : '',
    orderUpdates: form.elements.orderUpdates.checked,
    lines: cartLines(),
  }));
  form.addEventListener('change', showTotals);

  async function load() {
    try {
      basket = await priced(cartLines());
    } catch {
      find('[data-checkout-status]').textContent =
        'The prices could not be loaded. Your cart is kept; please reload in a moment.';
      return;
    }
    const rows = basket.lines.map(line => miniLine(line, `${line.finish}, ${euros(line.total)}`));
    find('[data-checkout-lines]').replaceChildren(...rows);
    find('[data-checkout-status]').textContent = basket.lines.length === 0 ? 'Your cart is empty.' : '';
    find('[data-checkout-totals]').hidden = basket.lines.length === 0;
    showTotals();
  }

  function showTotals() {
    const collected = delivery() === 'showroom';
    find('[data-address]').hidden = collected;
    find('[data-collect]').hidden = !collected;
    if (!basket) return;
    for (const { id, price } of basket.deliveries) {
      find(`[data-delivery-price="${id}"]`).textContent = price === 0 ? 'free' : euros(price);
    }
    const { price } = basket.deliveries.find(({ id }) => id === delivery());
    find('[data-subtotal]').textContent = euros(basket.subtotal);
    find('[data-delivery]').textContent = price === 0 ? 'free' : euros(price);
    find('[data-total]').textContent = euros(basket.subtotal + price);
  }

  addEventListener('pageshow', event => event.persisted && load());
  void load().then(() => basket?.lines.length && report('begin_checkout', { items: basket.lines.map(itemOf) }));
}
