import type { CartState, LineItem, OrderState, OrderStatus, QuoteState, QuoteStatus } from '../../contract/commerce.ts';
import type { JourneyEventName } from '../../contract/journey-event.ts';

/** Something to be told on the journey. `key`: its name within its noun; told once. */
export type DueEvent = { key: string; name: JourneyEventName; at: Date; properties: Record<string, unknown> };

export type OrderFacts = {
  number: string | null;
  status: OrderStatus;
  items: LineItem[];
  currency: string;
  total: string;
  refunded: string;
  url: string | null;
  tracking: OrderState['tracking'] | null;
  cartExternalId: string | null;
  quoteExternalId: string | null;
  placedAt: Date;
  paidAt: Date | null;
  /** How far it has come by facts that are not the whole order, and as of when. */
  progressStatus: OrderStatus | null;
  progressAt: Date | null;
  updatedAt: Date;
};

export const ORDER_RANK: Record<OrderStatus, number> = {
  placed: 0,
  paid: 1,
  shipped: 2,
  delivered: 3,
  refunded: 4,
  cancelled: 5,
};

/**
 * What an order is after one more fact about it, and what that fact tells. Facts may come late, again and in any order: the newest one
 * says how it stands, and each status, refund and parcel is told once, when it was.
 */
export function nextOrder(
  known: OrderFacts | null,
  told: OrderState,
  at: Date,
): { order: OrderFacts; due: DueEvent[] } {
  const isNewer = !known || isLater(at, known.updatedAt, () => ORDER_RANK[told.status] >= ORDER_RANK[known.status]);
  const state = isNewer ? stateOf(told, at) : known;
  const paidAt = earliest(known?.paidAt ?? null, told.status === 'paid' ? at : null);
  const refunded = max(known?.refunded ?? '0', told.refunded ?? '0');
  const order: OrderFacts = {
    ...state,
    number: state.number ?? known?.number ?? told.number ?? null,
    tracking: state.tracking ?? known?.tracking ?? told.tracking ?? null,
    placedAt: known && known.placedAt < new Date(told.placedAt) ? known.placedAt : new Date(told.placedAt),
    paidAt,
    refunded,
    progressStatus: known?.progressStatus ?? null,
    progressAt: known?.progressAt ?? null,
  };
  return { order, due: orderEvents(order, told, at) };
}

function stateOf(told: OrderState, at: Date): OrderFacts {
  return {
    number: told.number ?? null,
    status: told.status,
    items: told.items,
    currency: told.currency,
    total: told.total,
    refunded: told.refunded ?? '0',
    url: told.url ?? null,
    tracking: told.tracking ?? null,
    cartExternalId: told.cartId ?? null,
    quoteExternalId: told.quoteId ?? null,
    placedAt: new Date(told.placedAt),
    paidAt: null,
    progressStatus: null,
    progressAt: null,
    updatedAt: at,
  };
}

/** What a fact about an order tells. */
export function orderEvents(order: OrderFacts, told: OrderState, at: Date): DueEvent[] {
  const { number } = order;
  const money = { value: Number(told.total), currency: told.currency };
  const about = { orderId: told.id, ...(number && { number }) };
  const due: DueEvent[] = [
    {
      key: 'placed',
      name: 'order_placed',
      at: order.placedAt,
      properties: { ...about, ...money, items: shown(told.items) },
    },
  ];
  if (told.status === 'paid') due.push({ key: 'paid', name: 'order_paid', at, properties: { ...about, ...money } });
  if (told.status !== 'placed') {
    due.push({
      key: `status:${told.status}`,
      name: 'order_status_changed',
      at,
      properties: { ...about, status: told.status },
    });
  }
  if (told.refunded && Number(told.refunded) > 0) {
    const properties = { ...about, value: Number(told.refunded), currency: told.currency };
    due.push({ key: `refunded:${Number(told.refunded)}`, name: 'order_refunded', at, properties });
  }
  if (told.tracking) {
    const key = `tracking:${told.tracking.number ?? told.tracking.url ?? told.tracking.company ?? ''}`;
    due.push({ key, name: 'shipment_status_changed', at, properties: { ...about, tracking: told.tracking } });
  }
  return due;
}

export type QuoteFacts = {
  number: string | null;
  status: QuoteStatus;
  items: LineItem[];
  currency: string | null;
  total: string | null;
  url: string | null;
  note: string | null;
  orderExternalId: string | null;
  expiresAt: Date | null;
  updatedAt: Date;
};

const QUOTE_RANK: Record<QuoteStatus, number> = {
  requested: 0,
  created: 1,
  sent: 2,
  viewed: 3,
  expired: 4,
  rejected: 5,
  accepted: 6,
};

/** What a quote is after one more fact about it. It never goes back: whoever has accepted has accepted, whatever comes late. */
export function nextQuote(
  known: QuoteFacts | null,
  status: QuoteStatus,
  told: QuoteState,
  at: Date,
): { quote: QuoteFacts; due: DueEvent[] } {
  const isNewer = !known || isLater(at, known.updatedAt, () => QUOTE_RANK[status] >= QUOTE_RANK[known.status]);
  const [newer, older] = isNewer ? [contentOf(told), known] : [known, contentOf(told)];
  const quote: QuoteFacts = {
    number: newer.number ?? older?.number ?? null,
    status: known && QUOTE_RANK[known.status] > QUOTE_RANK[status] ? known.status : status,
    items: newer.items.length > 0 ? newer.items : (older?.items ?? []),
    currency: newer.currency ?? older?.currency ?? null,
    total: newer.total ?? older?.total ?? null,
    url: newer.url ?? older?.url ?? null,
    note: newer.note ?? older?.note ?? null,
    orderExternalId: newer.orderExternalId ?? older?.orderExternalId ?? null,
    expiresAt: newer.expiresAt ?? older?.expiresAt ?? null,
    updatedAt: isNewer ? at : known.updatedAt,
  };
  const { number, total, currency } = { ...quote, ...(told.total ? { total: told.total } : {}) };
  const properties = {
    quoteId: told.id,
    ...(number && { number }),
    ...(total && { value: Number(total) }),
    ...(currency && { currency }),
    ...(told.items.length > 0 && { items: shown(told.items) }),
    ...(told.expiresAt && { expiresAt: told.expiresAt }),
  };
  return { quote, due: [{ key: status, name: `quote_${status}`, at, properties }] };
}

const contentOf = (told: QuoteState) => ({
  number: told.number ?? null,
  items: told.items,
  currency: told.currency ?? null,
  total: told.total ?? null,
  url: told.url ?? null,
  note: told.note ?? null,
  orderExternalId: told.orderId ?? null,
  expiresAt: told.expiresAt ? new Date(told.expiresAt) : null,
});

export type CartFacts = {
  items: LineItem[];
  currency: string | null;
  total: string;
  url: string | null;
  status: 'open' | 'emptied';
};

/** What a cart is after the shop has told all of it, and what was put in and taken out since. */
export function nextCart(known: LineItem[], told: CartState, at: Date): { cart: CartFacts; due: DueEvent[] } {
  const quantities = (items: LineItem[]) => new Map(items.map(item => [`${item.id} ${item.variant ?? ''}`, item]));
  const [before, after] = [quantities(known), quantities(told.items)];
  const due: DueEvent[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const more = (after.get(key)?.quantity ?? 0) - (before.get(key)?.quantity ?? 0);
    if (more === 0) continue;
    const item = { ...(after.get(key) ?? before.get(key)!), quantity: Math.abs(more) };
    const name = more > 0 ? 'cart_item_added' : 'cart_item_removed';
    const properties = { items: shown([item]), ...(told.currency && { currency: told.currency }) };
    due.push({ key: `${name} ${key}`, name, at, properties });
  }
  const items = told.items.filter(({ quantity }) => quantity > 0);
  const cart: CartFacts = {
    items,
    currency: told.currency ?? null,
    total: told.total ?? sum(items),
    url: told.url ?? null,
    status: items.length > 0 ? 'open' : 'emptied',
  };
  return { cart, due };
}

/** Items as an event has them. */
const shown = (items: readonly LineItem[]) =>
  items.slice(0, 20).map(({ price, ...item }) => ({ ...item, ...(price !== undefined && { price: Number(price) }) }));

/** Amounts are reckoned in ten-thousandths: no floats. */
function sum(items: readonly LineItem[]): string {
  const parts = items.reduce((all, { price, quantity }) => all + partsOf(price ?? '0') * BigInt(quantity), 0n);
  return `${parts / 10_000n}.${String(parts % 10_000n).padStart(4, '0')}`;
}

const partsOf = (amount: string): bigint => {
  const [whole = '0', rest = ''] = amount.split('.');
  return BigInt(whole) * 10_000n + BigInt(rest.padEnd(4, '0').slice(0, 4));
};

const max = (a: string, b: string) => (partsOf(a) >= partsOf(b) ? a : b);

const earliest = (a: Date | null, b: Date | null) => (a && b ? (a < b ? a : b) : (a ?? b));

/** Of two facts of one moment the one that is further along is the later. */
const isLater = (at: Date, than: Date, isFurther: () => boolean) =>
  at.getTime() === than.getTime() ? isFurther() : at > than;
