import type { CommerceEvent, QuoteState } from '../../../contract/commerce.ts';
import type { Told } from '../facts.ts';
import { amountOf, currencyOf, momentOf, present } from '../fields.ts';
import { idOf, type JsonObject, textOf } from '../json.ts';
import { commonOf, gidOf, itemsOf, triggeredAt } from './shared.ts';

type QuoteType = Extract<CommerceEvent, { quote: unknown }>['type'];

/** A draft order is a quote: made, its invoice sent, and accepted when it became an order. */
export function draftOrderEvents(body: JsonObject, told: Told): CommerceEvent[] {
  const common = commonOf(body, told);
  const id = gidOf(body);
  if (!common || !id) return [];
  const quote: QuoteState = {
    items: itemsOf(body),
    id,
    ...present({
      number: textOf(body.name, 100),
      currency: currencyOf(body.currency),
      total: amountOf(body.total_price),
      url: textOf(body.invoice_url, 2000),
      note: textOf(body.note, 4000),
      orderId: idOf(body.order_id),
    }),
  };
  const when = (value: unknown) => momentOf(value, told.receivedAt) ?? common.at;
  const been: { type: QuoteType; at: string }[] = [{ type: 'quote_created', at: when(body.created_at) }];
  if (body.invoice_sent_at || body.status === 'invoice_sent')
    been.push({ type: 'quote_sent', at: when(body.invoice_sent_at) });
  if (body.status === 'completed') been.push({ type: 'quote_accepted', at: when(body.completed_at) });
  return [...been, { type: been.at(-1)!.type, at: common.at }].map(({ type, at }, i) => ({
    ...common,
    id: `${common.id}#${i}`,
    at,
    type,
    quote,
  }));
}

/** draft_orders/delete: nobody can accept it any more. */
export function deletedDraftEvents(body: JsonObject, told: Told): CommerceEvent[] {
  const id = gidOf(body);
  return id ? [{ id: told.id, at: triggeredAt(told), type: 'quote_rejected', quote: { id, items: [] } }] : [];
}
