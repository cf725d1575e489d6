import { CommerceEvent } from '../../contract/commerce.ts';
import type { StoreFact } from '../commerce/facts.ts';
import { BadBody } from '../commerce/json.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { endStoreConnection, type StoreKind } from '../db/store-connections.ts';
import { type InboxSource, lockWaitingPart, settlePart } from '../db/webhook-inbox.ts';
import { applyCommerceEvent } from './apply-commerce-event.ts';
import { applyOrderProgress, applyWhatWaits, waitsFor } from './apply-order-progress.ts';
import type { Context } from './context.ts';
import { openPrivacyRequest } from './privacy-requests.ts';
import { headOf, readStorePart } from './store-part.ts';

type Part = { id: string; body: string; receivedAt: Date };
type Settled = { outcome: string; moved: string[] };

/**
 * Works on one thing that a shop told, once: it is settled in the transaction of its effect.
 * @param receiptKey what tells the phones again of whoever opted out and was erased
 */
export async function processCommercePart(
  { db, live, now }: Context,
  receiptKey: Buffer,
  merchantId: string,
  partId: string,
): Promise<void> {
  const moved = await withMerchant(db, merchantId, async tx => {
    const row = await lockWaitingPart(tx, partId);
    if (!row) return [];
    const source = row.source as Exclude<InboxSource, 'whatsapp'>;
    const settled =
      source === 'api'
        ? await applyTold(tx, receiptKey, row, now)
        : await applyStorePart(tx, receiptKey, source, row, now);
    await settlePart(tx, partId, settled.outcome, now);
    return settled.moved;
  });
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  live.publish({ kind: 'work' });
}

async function applyTold(tx: MerchantTx, receiptKey: Buffer, { body }: Part, now: Date): Promise<Settled> {
  const moved = await applyCommerceEvent(tx, receiptKey, 'api', CommerceEvent.parse(JSON.parse(body)), now);
  return { outcome: 'applied', moved };
}

async function applyStorePart(
  tx: MerchantTx,
  receiptKey: Buffer,
  source: StoreKind,
  part: Part,
  now: Date,
): Promise<Settled> {
  const facts = read(source, part);
  if (!facts) return { outcome: 'failed', moved: [] };
  const settled: Settled = { outcome: facts.length > 0 ? 'applied' : 'ignored', moved: [] };
  for (const fact of facts) {
    switch (fact.type) {
      case 'order_progressed':
        if (!(await applyOrderProgress(tx, source, fact, now))) settled.outcome = waitsFor(fact.orderId);
        break;
      case 'privacy':
        await openPrivacyRequest(tx, part.id, headOf(part).connectionId, fact, now);
        break;
      case 'uninstalled':
        await endStoreConnection(tx, headOf(part).connectionId, now);
        break;
      default:
        settled.moved.push(...(await applyCommerceEvent(tx, receiptKey, source, fact, now)));
    }
  }
  const orders = new Set(facts.flatMap(fact => ('order' in fact ? [fact.order.id] : [])));
  for (const orderId of orders) await applyWhatWaits(tx, source, orderId, now);
  return settled;
}

/** Null: it is no JSON. It was signed all the same, and stays readable as it came. */
function read(source: StoreKind, part: Part): StoreFact[] | null {
  try {
    return readStorePart(source, part);
  } catch (error) {
    if (error instanceof BadBody) return null;
    throw error;
  }
}
