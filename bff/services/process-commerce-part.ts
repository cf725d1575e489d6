import { CommerceEvent } from '../../contract/commerce.ts';
import { readShopify } from '../commerce/shopify.ts';
import { readWooCommerce } from '../commerce/woocommerce.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { type InboxSource, lockWaitingPart, settlePart } from '../db/webhook-inbox.ts';
import { applyCommerceEvent } from './apply-commerce-event.ts';
import type { Context } from './context.ts';

type Source = Exclude<InboxSource, 'whatsapp'>;

/** How each source's stored text is read as facts. */
const FACTS_OF: Record<Source, (body: string, partId: string) => CommerceEvent[]> = {
  api: body => [CommerceEvent.parse(JSON.parse(body))],
  shopify: (body, id) => readShopify(...topicAndText(body), id),
  woocommerce: (body, id) => readWooCommerce(...topicAndText(body), id),
};

const topicAndText = (body: string): [topic: string, text: string] => {
  const end = body.indexOf('\n');
  return [body.slice(0, end), body.slice(end + 1)];
};

/** A body that is no JSON was signed all the same: it is kept, and says nothing. */
function read(source: Source, body: string, partId: string): CommerceEvent[] {
  try {
    return FACTS_OF[source](body, partId);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

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
    const events = read(source, row.body, partId);
    for (const event of events) conversations.push(...(await applyCommerceEvent(tx, source, event, now)));
    await settlePart(tx, partId, events.length > 0 ? 'applied' : 'ignored', now);
    return conversations;
  });
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  live.publish({ kind: 'work' });
}
