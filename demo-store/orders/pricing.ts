import { findVariant } from '../catalogue/catalogue.ts';
import { CATEGORIES, leadTime, pictureUrl, priceOf, productUrl } from '../catalogue/product.ts';

export type Line = { sku: string; quantity: number };

/** A line with what the shop knows about it. Amounts are euro cents with VAT. */
export type PricedLine = Line & {
  name: string;
  finish: string;
  category: string;
  price: number;
  total: number;
  url: string;
  image: string;
  leadTime: string;
};

export type DeliveryId = 'kerb' | 'room' | 'showroom';

export const DELIVERIES: Record<DeliveryId, { name: string; about: string }> = {
  room: {
    name: 'To the room of your choice',
    about: 'Two people carry it up, unpack, assemble and take the packaging away.',
  },
  kerb: { name: 'To the kerb', about: 'By freight to your front door, on a day we agree with you.' },
  showroom: { name: 'Collect at a showroom', about: 'Ready when we call; we help you load.' },
};

/** Delivery to the kerb costs nothing from this subtotal on, in cents. */
export const FREE_KERB_FROM = 100000;

const VAT_PERCENT = 19;

/** What the shop asks for these lines today; stock numbers it does not know are listed apart and cost nothing. */
export type Basket = {
  lines: PricedLine[];
  unknown: string[];
  subtotal: number;
  deliveries: { id: DeliveryId; name: string; about: string; price: number }[];
};

export function priceBasket(lines: readonly Line[]): Basket {
  const priced: PricedLine[] = [];
  const unknown: string[] = [];
  for (const { sku, quantity } of lines) {
    const variant = findVariant(sku);
    if (!variant) {
      unknown.push(sku);
      continue;
    }
    const { product, finish } = variant;
    const price = priceOf(product, finish);
    priced.push({
      sku,
      quantity,
      name: product.name,
      finish: finish.name,
      category: CATEGORIES[product.category].name,
      price,
      total: price * quantity,
      url: productUrl(product, finish),
      image: pictureUrl(product, finish),
      leadTime: leadTime(product),
    });
  }
  const subtotal = priced.reduce((sum, line) => sum + line.total, 0);
  const ids: DeliveryId[] = ['room', 'kerb', 'showroom'];
  return {
    lines: priced,
    unknown,
    subtotal,
    deliveries: ids.map(id => ({ id, ...DELIVERIES[id], price: deliveryPrice(id, subtotal) })),
  };
}

export function deliveryPrice(delivery: DeliveryId, subtotal: number): number {
  if (delivery === 'room') return 12900;
  if (delivery === 'kerb') return subtotal >= FREE_KERB_FROM ? 0 : 4900;
  return 0;
}

/** The VAT inside an amount, both in cents. */
export const vatIn = (amount: number) => Math.round((amount * VAT_PERCENT) / (100 + VAT_PERCENT));
