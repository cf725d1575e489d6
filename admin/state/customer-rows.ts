import type { CustomerList, CustomerRow } from '../../contract/journey.ts';

export type CustomerRows = { rows: readonly CustomerRow[]; next: string | null; total: number | null };

/** What has been read so far, and one page more. Who is there already stays at their place: pages may overlap where scores have moved. */
export function withPage({ rows, total }: CustomerRows, page: CustomerList): CustomerRows {
  const here = new Set(rows.map(({ id }) => id));
  const added = page.customers.filter(({ id }) => !here.has(id));
  return { rows: [...rows, ...added], next: page.next, total: page.total ?? total };
}
