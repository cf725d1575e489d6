import { addToCart } from './cart.js';
import { pageItems, report } from './data-layer.js';

/** The finish picker and "Add to cart". */
export function productPage() {
  const form = document.querySelector('[data-buy]');
  const items = pageItems();
  const chosen = () => form.querySelector('input[name=finish]:checked');
  const item = () => items.find(({ item_id }) => item_id === chosen().dataset.sku);

  const show = () => {
    const { sku, name, price } = chosen().dataset;
    form.querySelector('[data-finish-name]').textContent = name;
    document.querySelector('[data-price]').textContent = price;
    swap('[data-main-picture]', `/art/products/${sku}.svg`);
    swap('[data-closeup-picture]', `/art/closeups/${sku}.svg`);
    form.querySelector('[data-quote-link]').href = `/quote?sku=${sku}`;
  };

  form.addEventListener('change', ({ target }) => {
    if (target.name !== 'finish') return;
    show();
    const address = new URL(location.href);
    address.searchParams.set('finish', target.value);
    history.replaceState(history.state, '', address);
    report('view_item', { items: [item()] });
  });

  form.addEventListener('submit', event => {
    event.preventDefault();
    add();
  });
  form.querySelector('[data-add-to-cart]').addEventListener('click', add);

  function add() {
    const quantity = form.elements.quantity;
    if (!quantity.reportValidity()) return;
    addToCart(chosen().dataset.sku, quantity.valueAsNumber);
    report('add_to_cart', { items: [{ ...item(), quantity: quantity.valueAsNumber }] });
    const link = Object.assign(document.createElement('a'), { href: '/cart', textContent: 'View cart' });
    form
      .querySelector('[data-added]')
      .replaceChildren(`${quantity.value} × ${item().item_variant} is in your cart. `, link);
  }

  // A browser may bring back another choice than the server drew, after a reload or the back button.
  show();
  report('view_item', { items: [item()] });
}

function swap(selector, src) {
  const image = document.querySelector(selector);
  if (image.getAttribute('src') !== src) image.src = src;
}
