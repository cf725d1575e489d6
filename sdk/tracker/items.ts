import type { JourneyItem } from '../../contract/journey-event.ts';

// biome-ignore lint/suspicious/noExplicitAny: whatever a page may have put there
export type Whatever = any;

/** More of them say no more, and cost the shopper's line. */
const MOST_ITEMS = 50;

/** Text that fits and is whole, or nothing. Numbers are ids too. */
export const text = (value: unknown, most = 300): string | undefined =>
  ((typeof value === 'string' || typeof value === 'number') && `${value}`.slice(0, most).replace(/[\0\p{Cs}]/gu, '')) ||
  undefined;

/** A number from 0 up, also one that was written as text: `1299`, `1,299.00`, `1.299,00 €`. */
function number(value: unknown, most = 1e9): number | undefined {
  let parsed = value;
  if (typeof value === 'string') {
    const plain = value.replace(/[^\d.,-]/g, '');
    parsed = Number.parseFloat(
      /^\d+\.?\d*$/.test(plain) ? plain : plain.replace(/[.,](?=\d{3}(?!\d))/g, '').replace(',', '.'),
    );
  }
  return typeof parsed === 'number' && parsed >= 0 && parsed <= most ? parsed : undefined;
}

/** Things of the shop, in the words of GA4, its forerunner or the shop's own. Nothing, where there is no list of them. */
function itemsOf(list: Whatever): JourneyItem[] | undefined {
  const items = Array.isArray(list)
    ? list
        .slice(0, MOST_ITEMS)
        .filter(Boolean)
        .map(itemOf)
        .filter(it => it.id)
    : [];
  return items.length ? (items as JourneyItem[]) : undefined;
}

const itemOf = (it: Whatever) => ({
  id: text(it.item_id ?? it.id ?? it.sku ?? it.item_name ?? it.name, 100),
  name: text(it.item_name ?? it.name),
  variant: text(it.item_variant ?? it.variant, 200),
  category: text(it.item_category ?? it.category, 200),
  price: number(it.price),
  quantity: Math.round(number(it.quantity, 1e5)!) || undefined,
  url: text(it.item_url ?? it.url, 2000),
  image: text(it.item_image ?? it.image, 2000),
});

/** The words whose meaning is known, put right. What cannot be is left out. */
export const knownOf = (given: Whatever) => ({
  items: itemsOf(given.items),
  value: number(given.value, 1e12),
  currency: /^[a-z]{3}$/i.test(given.currency) ? `${given.currency}`.toUpperCase() : undefined,
  term: text(given.term),
  coupon: text(given.coupon, 100),
  number: text(given.number, 100),
  referrer: text(given.referrer, 2000),
});
