import { CommerceEvent } from '../../contract/commerce.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { type InboxSource, lockWaitingPart, settlePart } from '../db/webhook-inbox.ts';
import { applyCommerceEvent } from './apply-commerce-event.ts';
import type { Context } from './context.ts';

type Source = Exclude<InboxSource, 'whatsapp'>;

/** How each source's stored text is read as facts. */
const FACTS_OF: Record<Source, (body: string) => CommerceEvent[]> = {
  api: body => [CommerceEvent.parse(JSON.parse(body))],
  shopify: () => [],
  woocommerce: () => [],
};

/** Works on one thing that a shop told, once: it is settled in the transaction of its effect. */
export async function processCommercePart(
  { db, live, now }: Context,
  merchantId: string,
  partId: string,
): Promise<void> {
  const moved = await withMerchant(db, merchantId, async tx => {
    const row = await lockWaitingPart(tx, partId);
    if (!row) return [];
    const source = row.source as Source;
    const conversations: string[] = [];
    const events = FACTS_OF[source](row.body);
    for (const event of events) conversations.push(...(await applyCommerceEvent(tx, source, event, now)));
    await settlePart(tx, partId, events.length > 0 ? 'applied' : 'ignored', now);
    return conversations;
  });
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  live.publish({ kind: 'work' });
}
