import { identify } from './account.js';
import { closeOrder, showCount } from './cart.js';
import { cartPage } from './cart-page.js';
import { checkoutPage } from './checkout-page.js';
import { askConsent } from './consent.js';
import { pageItems, report } from './data-layer.js';
import { productPage } from './product-page.js';
import { quotePage } from './quote-page.js';

const PAGES = {
  home: viewList,
  category: viewList,
  product: productPage,
  cart: cartPage,
  checkout: checkoutPage,
  quote: quotePage,
  'order-placed': orderPlaced,
  'quote-sent': quoteSent,
};

askConsent(identify);
void identify();
showCount();
addEventListener('pageshow', showCount);
addEventListener('storage', showCount);
void PAGES[document.body.dataset.page]?.();

function viewList() {
  const items = pageItems();
  report('view_item_list', { item_list_name: items[0]?.item_list_name, items });
}

function orderPlaced() {
  const { number, value, shipping, tax } = document.querySelector('[data-number]').dataset;
  if (!closeOrder(number)) return;
  const amounts = { value: Number(value), shipping: Number(shipping), tax: Number(tax) };
  report('purchase', { transaction_id: number, ...amounts, items: pageItems() });
}

function quoteSent() {
  const { number, status } = document.querySelector('[data-number]').dataset;
  if (status !== 'requested' || !firstTime(number)) return;
  report('generate_lead', { lead_id: number, lead_source: 'quote', items: pageItems() });
}

/** A page that is loaded again tells nothing again. */
function firstTime(number) {
  try {
    const key = `woodex-shop-told:${number}`;
    if (sessionStorage.getItem(key)) return false;
    sessionStorage.setItem(key, '1');
  } catch {
    // Where nothing can be stored, it is told each time.
  }
  return true;
}
