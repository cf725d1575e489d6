import type { CartFact } from '../../../contract/automation-facts.ts';
import { type CartReader, cartReader, isOfCarts, type WebCart } from '../cart-from-events.ts';
import { byTime } from '../journey-facts.ts';
import type { Past, PastEvent } from './past.ts';

/** The carts that a browser's events made, as they were known at a moment. */
export type PastCarts = (subjectId: string, at: Date) => CartFact[];

type Read = {
  events: PastEvent[];
  known: number;
  newest: PastEvent | null;
  reader: CartReader;
  /** By what is known now they began otherwise, or never were; they stay as they were saved. */
  left: Map<string, WebCart>;
  /** As they were told after so many events: most moments are not about carts. */
  told: { known: number; carts: CartFact[] } | null;
};

/** Reads on from where it was asked last, as long as moments only grow; who asks for an earlier one has it read anew. */
export function pastCarts({ events, webCarts }: Pick<Past, 'events' | 'webCarts'>): PastCarts {
  const reads = new Map<string, Read>();
  for (const [subjectId, own] of Map.groupBy(events.filter(isOfCarts), ({ subjectId }) => subjectId)) {
    own.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || byTime(a, b));
    reads.set(subjectId, { events: own, known: 0, newest: null, reader: cartReader(), left: new Map(), told: null });
  }
  return (subjectId, at) => {
    const read = reads.get(subjectId);
    if (!read) return [];
    catchUp(read, at);
    if (read.told?.known === read.known) return read.told.carts;
    const carts = read.reader.carts();
    const left =
      read.left.size === 0 ? [] : [...read.left.values()].filter(({ id }) => carts.every(cart => cart.id !== id));
    const told = [...carts, ...left].map(({ id, status, items, currency, total, updatedAt }) => ({
      ...{ id: webCarts.get(id) ?? id, status, items, currency, total, url: null, updatedAt },
    }));
    read.told = { known: read.known, carts: told };
    return told;
  };
}

function catchUp(read: Read, at: Date): void {
  const { events, known } = read;
  if (known > 0 && events[known - 1]!.receivedAt > at) {
    Object.assign(read, { known: 0, newest: null, reader: cartReader(), left: new Map(), told: null });
  }
  for (let next = events[read.known]; next && next.receivedAt <= at; next = events[read.known]) {
    const together = read.known;
    while (events[read.known]?.receivedAt.getTime() === next.receivedAt.getTime()) read.known += 1;
    if (read.newest && byTime(read.newest, next) > 0) readAnew(read);
    else for (const event of events.slice(together, read.known)) readOn(read, event);
  }
}

function readOn(read: Read, event: PastEvent): void {
  read.reader.read(event);
  read.newest = event;
}

/** Something was told late: what came after it had been read too early. */
function readAnew(read: Read): void {
  for (const cart of read.reader.carts()) read.left.set(cart.id, cart);
  read.reader = cartReader();
  for (const event of read.events.slice(0, read.known).sort(byTime)) readOn(read, event);
}
