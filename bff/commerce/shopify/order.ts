import type { CommerceEvent, OrderState, OrderStatus } from '../../../contract/commerce.ts';
import type { Told } from '../facts.ts';
import { amountOf, currencyOf, momentOf, present, sumOf } from '../fields.ts';
import { idOf, type JsonObject, listOf, textOf } from '../json.ts';
import { trackingOf } from './parcel.ts';
import { commonOf, gidOf, itemsOf } from './shared.ts';

/** A body tells all that has been; each is a fact of its own, and the last one is how the order stands. */
export function orderEvents(body: JsonObject, told: Told): CommerceEvent[] {
  const common = commonOf(body, told);
  const id = gidOf(body);
  // Not `current_total_price`: what was given back is already taken off there, and is told apart here.
  const total = amountOf(body.total_price) ?? amountOf(body.current_total_price);
  const currency = currencyOf(body.currency);
  const placedAt = momentOf(body.processed_at, told.receivedAt) ?? momentOf(body.created_at, told.receivedAt);
  if (!common || !id || !total || !currency || !placedAt) return [];
  const state = present({
    id,
    number: textOf(body.name, 100),
    items: itemsOf(body),
    currency,
    total,
    refunded: refundedOf(body),
    url: textOf(body.order_status_url, 2000),
    tracking: trackingOf(listOf(body.fulfillments).at(-1)),
    cartId: idOf(body.cart_token) ?? idOf(body.checkout_token),
    placedAt,
  });
  const been = history(body, placedAt, common.at, told);
  return [...been, { status: been.at(-1)!.status, at: common.at }].map(
    ({ status, at }, i): CommerceEvent => ({
      ...common,
      id: `${common.id}#${i}`,
      at,
      type: status === 'placed' ? 'order_placed' : 'order_updated',
      order: { ...state, status } as OrderState,
    }),
  );
}

function refundedOf(body: JsonObject): string | undefined {
  const refunds = listOf(body.refunds).map(({ transactions }) => listOf(transactions));
  const given = refunds.flat().filter(({ kind, status }) => kind === 'refund' && (status ?? 'success') === 'success');
  return sumOf(given.map(({ amount }) => amountOf(amount)));
}

type Been = { status: OrderStatus; at: string };

function history(body: JsonObject, placedAt: string, now: string, { receivedAt }: Told): Been[] {
  const { financial_status: paid, fulfillment_status: fulfilled } = body;
  const parcels = listOf(body.fulfillments);
  const sentAt = momentOf(parcels[0]?.created_at, receivedAt) ?? now;
  const been: Been[] = [{ status: 'placed', at: placedAt }];
  if (['paid', 'partially_refunded', 'refunded'].includes(String(paid))) been.push({ status: 'paid', at: now });
  if (fulfilled === 'fulfilled') been.push({ status: 'shipped', at: sentAt });
  if (parcels.some(parcel => parcel.shipment_status === 'delivered')) been.push({ status: 'delivered', at: now });
  if (paid === 'refunded') been.push({ status: 'refunded', at: now });
  if (body.cancelled_at || paid === 'voided')
    been.push({ status: 'cancelled', at: momentOf(body.cancelled_at, receivedAt) ?? now });
  return been;
}
