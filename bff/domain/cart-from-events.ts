import type { LineItem } from '../../contract/commerce.ts';
import { JourneyItem } from '../../contract/journey-event.ts';
import type { OpenCart } from '../../contract/journey-summary.ts';
import type { JourneyFact } from './journey-facts.ts';

/** A cart as the events of one browser tell it. `id`: the event it began with. */
export type WebCart = {
  id: string;
  subjectId: string;
  status: 'open' | 'ordered' | 'emptied';
  items: LineItem[];
  currency: string | null;
  /** A decimal. */
  total: string;
  checkoutStartedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

/** Reads the events of one browser, oldest first, and tells at any time which carts they make. */
export type CartReader = { read(event: JourneyFact): void; carts(): WebCart[] };

const OF_CARTS = new Set(['cart_item_added', 'cart_item_removed', 'cart_viewed', 'checkout_started', 'order_placed']);
export const isOfCarts = ({ name, source }: Pick<JourneyFact, 'name' | 'source'>): boolean =>
  OF_CARTS.has(name) && (source === 'web' || name === 'order_placed');

/**
 * The carts of one browser, one after the other: each begins with something put in, and ends when it is ordered or empty. Where an event
 * names all that is in the cart, that is believed over what was reckoned.
 * @param events oldest first
 */
export function cartsFromEvents(events: readonly JourneyFact[]): WebCart[] {
  const reader = cartReader();
  for (const event of events) reader.read(event);
  return reader.carts();
}

/** {@link cartsFromEvents}, event by event. */
export function cartReader(): CartReader {
  const ended: WebCart[] = [];
  let cart: OpenCart | null = null;
  return {
    read(event) {
      const { open, closed } = readCart(cart, event);
      if (closed) ended.push(closed);
      cart = open;
    },
    carts: () => (cart ? [...ended, openedCart(cart)] : [...ended]),
  };
}

/** What one event more of its browser makes of the cart that was open in it; `closed`: as it ended. */
export function readCart(
  before: OpenCart | null,
  event: JourneyFact,
): { open: OpenCart | null; closed: WebCart | null } {
  const { name, subjectId, id, properties } = event;
  const at = event.at.getTime();
  if (!OF_CARTS.has(name)) return { open: before, closed: null };
  if (name === 'order_placed') return { open: null, closed: before && finish({ ...before, updatedAt: at }, 'ordered') };
  const items = itemsOf(properties);
  if (!before && (name === 'cart_item_removed' || items.length === 0)) return { open: null, closed: null };
  const fresh = { id, subjectId, currency: null, checkoutStartedAt: null, createdAt: at, lines: {} };
  const open: OpenCart = { ...(before ?? fresh), updatedAt: at };
  if (typeof properties.currency === 'string') open.currency = properties.currency;
  if (name === 'checkout_started') open.checkoutStartedAt ??= at;
  open.lines = linesAfter(name, open.lines, items);
  if (Object.keys(open.lines).length === 0) return { open: null, closed: finish(open, 'emptied') };
  return { open, closed: null };
}

/** As it is so far. */
export const openedCart = (cart: OpenCart): WebCart => finish(cart, 'open');

type Lines = OpenCart['lines'];

function linesAfter(name: string, before: Lines, items: readonly JourneyItem[]): Lines {
  if (name === 'cart_item_added') return changed(before, items, ({ quantity }) => quantity ?? 1);
  if (name === 'cart_item_removed') return changed(before, items, ({ quantity }) => -(quantity ?? Infinity));
  if (items.length === 0) return before;
  const named = items.filter(({ quantity }) => quantity !== 0);
  return Object.fromEntries(named.map(item => [keyOf(item), { item, quantity: item.quantity ?? 1 }]));
}

function itemsOf({ items }: Record<string, unknown>): JourneyItem[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap(item => {
    const parsed = JourneyItem.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

const keyOf = ({ id, variant }: JourneyItem) => JSON.stringify([id, variant ?? null]);

function changed(before: Lines, items: readonly JourneyItem[], by: (item: JourneyItem) => number): Lines {
  const lines = { ...before };
  for (const item of items) {
    const key = keyOf(item);
    const known = lines[key];
    const quantity = Math.min(100_000, (known?.quantity ?? 0) + by(item));
    if (quantity > 0) lines[key] = { item: { ...known?.item, ...item }, quantity };
    else delete lines[key];
  }
  return lines;
}

function finish(cart: OpenCart, status: WebCart['status']): WebCart {
  const { id, subjectId, currency, checkoutStartedAt, createdAt, updatedAt } = cart;
  const lines = Object.values(cart.lines);
  const items = lines.map(
    ({ item, quantity }): LineItem => ({
      id: item.id,
      name: item.name ?? item.id,
      quantity,
      ...(item.variant !== undefined && { variant: item.variant }),
      ...(item.price !== undefined && { price: decimal(inParts(item.price)) }),
      ...(item.url !== undefined && { url: item.url }),
      ...(item.image !== undefined && { image: item.image }),
    }),
  );
  const total = lines.reduce((sum, { item, quantity }) => sum + inParts(item.price ?? 0) * BigInt(quantity), 0n);
  return {
    ...{ id, subjectId, status, items, currency, total: decimal(total < MOST ? total : MOST) },
    checkoutStartedAt: checkoutStartedAt === null ? null : new Date(checkoutStartedAt),
    ...{ createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) },
  };
}

/** Ten-thousandths, so that nothing is reckoned in floats. */
const inParts = (price: number) => BigInt(Math.round(price * 10_000));
/** What the column can hold. */
const MOST = 999_999_999_999_9999n;

function decimal(parts: bigint): string {
  const rest = String(parts % 10_000n)
    .padStart(4, '0')
    .replace(/0{1,2}$/, '');
  return `${parts / 10_000n}.${rest}`;
}
