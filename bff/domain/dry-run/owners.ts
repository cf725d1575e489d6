import type { Past } from './past.ts';

/** Whose a browser, customer, identity, consent or thread was. */
export type Owners = (id: string, at: Date) => string;

/** Everything belongs to who they are now, but for what came along with a merge: before it, that was another's. */
export function ownersOf({ root, customers, merges }: Pick<Past, 'root' | 'customers' | 'merges'>): Owners {
  if (merges.length === 0) return () => root;
  const inOrder = [...merges].sort((a, b) => a.at.getTime() - b.at.getTime());
  const isCustomer = new Set(customers.map(({ id }) => id));
  const first = (id: string) => {
    if (isCustomer.has(id)) return id;
    return inOrder.find(({ moved }) => moved.has(id))?.from ?? root;
  };
  return (id, at) => {
    let owner = first(id);
    for (const { from, into, at: since } of inOrder) if (from === owner && since <= at) owner = into;
    return owner;
  };
}
