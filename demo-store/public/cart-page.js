import { cartLines, priced, setQuantity } from './cart.js';
import { itemOf, report } from './data-layer.js';
import { euros } from './money.js';

const find = selector => document.querySelector(selector);

/** Draws the cart at the shop's prices, and again after each change. Newer drawings overtake older answers. */
export function cartPage() {
  let newest = 0;

  async function draw() {
    const turn = ++newest;
    const lines = cartLines();
    find('[data-cart-empty]').hidden = lines.length > 0;
    find('[data-cart-full]').hidden = lines.length === 0;
    say('');
    if (lines.length === 0) return undefined;
    try {
      const basket = await priced(lines);
      if (turn !== newest) return undefined;
      for (const sku of basket.unknown) setQuantity(sku, 0);
      if (basket.unknown.length > 0) say('Something in your cart is no longer sold; we took it out.');
      find('[data-cart-empty]').hidden = basket.lines.length > 0;
      find('[data-cart-full]').hidden = basket.lines.length === 0;
      show(basket);
      return basket;
    } catch {
      say('The prices could not be loaded. Your cart is kept; please try again in a moment.');
      return undefined;
    }
  }

  function show(basket) {
    const focused = document.activeElement?.closest('[data-sku]')?.dataset.sku;
    find('[data-cart-lines]').replaceChildren(...basket.lines.map(row));
    if (focused) find(`[data-sku="${CSS.escape(focused)}"] input`)?.focus();
    const kerb = basket.deliveries.find(({ id }) => id === 'kerb').price;
    find('[data-subtotal]').textContent = euros(basket.subtotal);
    find('[data-kerb]').textContent = kerb === 0 ? 'free' : euros(kerb);
    find('[data-total]').textContent = euros(basket.subtotal + kerb);
  }

  function row(line) {
    const item = find('template[data-cart-line]').content.firstElementChild.cloneNode(true);
    item.dataset.sku = line.sku;
    item.querySelector('img').src = line.image;
    Object.assign(item.querySelector('a'), { href: line.url, textContent: line.name });
    item.querySelector('[data-finish]').textContent = `${line.finish} · ${line.leadTime}`;
    item.querySelector('.price').textContent = euros(line.total);
    const quantity = item.querySelector('input');
    quantity.value = line.quantity;
    quantity.addEventListener('change', () => {
      if (quantity.reportValidity()) change(line, quantity.valueAsNumber);
      else quantity.value = line.quantity;
    });
    const remove = item.querySelector('button');
    remove.setAttribute('aria-label', `Remove ${line.name}`);
    remove.addEventListener('click', () => change(line, 0));
    return item;
  }

  function change(line, quantity) {
    const more = quantity - line.quantity;
    setQuantity(line.sku, quantity);
    const items = [{ ...itemOf(line), quantity: Math.abs(more) }];
    if (more !== 0) report(more > 0 ? 'add_to_cart' : 'remove_from_cart', { items });
    void draw();
  }

  const say = text => {
    find('[data-cart-status]').textContent = text;
  };

  // Another tab, or the way back from a product, may have changed it.
  addEventListener('storage', draw);
  addEventListener('pageshow', event => event.persisted && draw());
  void draw().then(basket => basket?.lines.length && report('view_cart', { items: basket.lines.map(itemOf) }));
}
