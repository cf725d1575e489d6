import type { LineItem } from '../../contract/commerce.ts';
import { JourneyItem } from '../../contract/journey-event.ts';
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

type Line = { item: JourneyItem; quantity: number };
type Open = Omit<WebCart, 'items' | 'total'> & { lines: Map<string, Line> };

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
  const carts: WebCart[] = [];
  let open: Open | null = null;
  const close = (status: 'ordered' | 'emptied') => {
    if (open) carts.push(finish({ ...open, status }));
    open = null;
  };

  function read(event: JourneyFact): void {
    const { name, at, subjectId, id, properties } = event;
    if (!OF_CARTS.has(name)) return;
    if (name === 'order_placed') {
      if (open) open.updatedAt = at;
      close('ordered');
      return;
    }
    const items = itemsOf(properties);
    if (!open && (name === 'cart_item_removed' || items.length === 0)) return;
    open ??= {
      id,
      subjectId,
      status: 'open',
      currency: null,
      checkoutStartedAt: null,
      createdAt: at,
      updatedAt: at,
      lines: new Map(),
    };
    open.updatedAt = at;
    if (typeof properties.currency === 'string') open.currency = properties.currency;
    if (name === 'checkout_started') open.checkoutStartedAt ??= at;
    if (name === 'cart_item_added') for (const item of items) change(open.lines, item, item.quantity ?? 1);
    else if (name === 'cart_item_removed')
      for (const item of items) change(open.lines, item, -(item.quantity ?? Infinity));
    else if (items.length > 0)
      open.lines = new Map(
        items
          .filter(({ quantity }) => quantity !== 0)
          .map(item => [keyOf(item), { item, quantity: item.quantity ?? 1 }]),
      );
    if (open.lines.size === 0) close('emptied');
  }
  return { read, carts: () => (open ? [...carts, finish(open)] : [...carts]) };
}

function itemsOf({ items }: Record<string, unknown>): JourneyItem[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap(item => {
    const parsed = JourneyItem.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

const keyOf = ({ id, variant }: JourneyItem) => JSON.stringify([id, variant ?? null]);

function change(lines: Map<string, Line>, item: JourneyItem, by: number): void {
  const key = keyOf(item);
  const known = lines.get(key);
  const quantity = Math.min(100_000, (known?.quantity ?? 0) + by);
  if (quantity > 0) lines.set(key, { item: { ...known?.item, ...item }, quantity });
  else lines.delete(key);
}

function finish({ lines, ...cart }: Open): WebCart {
  const items = [...lines.values()].map(
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
  const total = [...lines.values()].reduce(
    (sum, { item, quantity }) => sum + inParts(item.price ?? 0) * BigInt(quantity),
    0n,
  );
  return { ...cart, items, total: decimal(total < MOST ? total : MOST) };
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
