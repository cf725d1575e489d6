import type { MerchantTx } from '../db/merchant-tx.ts';
import { countDeeds, listSigned } from '../db/past-beginners.ts';
import type { Past } from '../domain/dry-run/past.ts';
import { mayTurnHot, type PastTable } from '../domain/dry-run/past-lead.ts';
import { signsOf } from '../domain/dry-run/signs.ts';
import { loadPasts, type Wanted } from './load-pasts.ts';

/** `people`: how many were looked at; `last`: the last of them, null where there was none. */
export type NextPasts = { people: number; last: string | null; pasts: Past[] };

/** Looks at the next `limit` people in the order of their ids, and reads all that is held of those for whom a run may begin. */
export async function nextPasts(
  tx: MerchantTx,
  wanted: Wanted & { tables: readonly PastTable[] },
  after: string | null,
  limit: number,
): Promise<NextPasts> {
  const people = await lookAtNext(tx, wanted, after, limit);
  const found = people.filter(({ mayBegin }) => mayBegin).map(({ id }) => id);
  return { people: people.length, last: people.at(-1)?.id ?? null, pasts: await loadPasts(tx, found, wanted) };
}

async function lookAtNext(
  tx: MerchantTx,
  { definition, from, to, tables }: Wanted & { tables: readonly PastTable[] },
  after: string | null,
  limit: number,
): Promise<{ id: string; mayBegin: boolean }[]> {
  const signs = signsOf(definition.trigger, from, to);
  if (signs) return (await listSigned(tx, after, limit, signs)).map(({ id, shows: mayBegin }) => ({ id, mayBegin }));
  const counted = await countDeeds(tx, after, limit, { from, to });
  return counted.map(({ id, deeds }) => ({ id, mayBegin: mayTurnHot(deeds, tables, from) }));
}
