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

const OF_CARTS: ReadonlySet<string> = new Set([
  'cart_item_added',
  'cart_item_removed',
  'cart_viewed',
  'checkout_started',
]);

type Line = { item: JourneyItem; quantity: number };
type Open = Omit<WebCart, 'items' | 'total'> & { lines: Map<string, Line> };

/**
 * The carts of one browser, one after the other: each begins with something put in, and ends when it is ordered or empty. Where an event
 * names all that is in the cart, that is believed over what was reckoned.
 * @param events oldest first
 */
export function cartsFromEvents(events: readonly JourneyFact[]): WebCart[] {
  const carts: WebCart[] = [];
  let open: Open | null = null;
  const close = (status: 'ordered' | 'emptied') => {
    if (open) carts.push(finish({ ...open, status }));
    open = null;
  };

  for (const event of events) {
    const { name, at, subjectId, id, properties } = event;
    if (name === 'order_placed') {
      if (open) open.updatedAt = at;
      close('ordered');
      continue;
    }
    if (!OF_CARTS.has(name)) continue;
    const items = itemsOf(properties);
    if (!open && (name === 'cart_item_removed' || items.length === 0)) continue;
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
  if (open) carts.push(finish(open));
  return carts;
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
