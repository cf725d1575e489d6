import type { OrderProgress } from '../commerce/facts.ts';
import { markJourneys } from '../db/journey-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { lockOrder, saveOrder } from '../db/orders.ts';
import type { StoreKind } from '../db/store-connections.ts';
import { listPartsWith, settlePart } from '../db/webhook-inbox.ts';
import { progressOrder } from '../domain/order-progress.ts';
import { readStorePart } from './store-part.ts';
import { tellJourney } from './tell-journey.ts';

/** What a shop told of an order that is not known yet waits under this outcome. */
export const waitsFor = (orderId: string) => `waits:${orderId}`;

/** How far an order has come. False: the order is not known yet. */
export async function applyOrderProgress(
  tx: MerchantTx,
  source: StoreKind,
  { orderId, at, ...progress }: OrderProgress,
  now: Date,
): Promise<boolean> {
  const known = await lockOrder(tx, { source, externalId: orderId });
  if (!known) return false;
  const { order, due } = progressOrder({ ...known, tracking: known.tracking ?? null }, orderId, progress, new Date(at));
  const told = await tellJourney(tx, known.subjectId, source, known.told, due, now);
  await saveOrder(tx, { ...known, ...order, tracking: order.tracking ?? null, told }, now);
  if (known.subjectId) await markJourneys(tx, [known.subjectId], now);
  return true;
}

/** Now that this order is known: what was told of it before. */
export async function applyWhatWaits(tx: MerchantTx, source: StoreKind, orderId: string, now: Date): Promise<void> {
  for (const part of await listPartsWith(tx, source, waitsFor(orderId))) {
    for (const fact of readStorePart(source, part))
      if (fact.type === 'order_progressed') await applyOrderProgress(tx, source, fact, now);
    await settlePart(tx, part.id, 'applied', now);
  }
}
