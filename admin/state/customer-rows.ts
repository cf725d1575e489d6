import type { CustomerList, CustomerRow } from '../../contract/journey.ts';

/** The customers that have been read, where the next page begins, and how many there are in all. */
export type CustomerRows = {
  readonly rows: readonly CustomerRow[];
  readonly next: string | null;
  readonly total: number | null;
};

export const noCustomers: CustomerRows = { rows: [], next: null, total: null };

/** One page more. Who is there already stays at their place: pages overlap where scores have moved. */
export function withPage({ rows, total }: CustomerRows, page: CustomerList): CustomerRows {
  const here = new Set(rows.map(({ id }) => id));
  const added = page.customers.filter(({ id }) => !here.has(id));
  return { rows: [...rows, ...added], next: page.next, total: page.total ?? total };
}

/** The first page as it is now, without moving what is read: who is there is drawn anew at their place, and nobody else comes. */
export function withFreshRows({ rows, next, total }: CustomerRows, page: CustomerList): CustomerRows {
  const fresh = new Map(page.customers.map(row => [row.id, row]));
  return { rows: rows.map(row => fresh.get(row.id) ?? row), next, total: page.total ?? total };
}

/** Does the list begin otherwise now? Then it can be shown anew. */
export const isReordered = ({ rows }: CustomerRows, { customers }: CustomerList): boolean =>
  customers.some(({ id }, i) => rows[i]?.id !== id);
