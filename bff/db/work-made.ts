import type { MerchantTx } from './merchant-tx.ts';

const made = new WeakMap<MerchantTx, Set<string>>();

/** There is work of that kind, as a live signal names it (`jobs`), once the transaction has committed. */
export function noteWork(tx: MerchantTx, ...kinds: string[]): void {
  const known = made.get(tx) ?? new Set();
  made.set(tx, known);
  for (const kind of kinds) known.add(kind);
}

/** The kinds of work that the transaction has made: who does it is to be told after the commit. */
export const workMade = (tx: MerchantTx): string[] => [...(made.get(tx) ?? [])];
