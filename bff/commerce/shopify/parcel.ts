import type { OrderStatus } from '../../../contract/commerce.ts';
import type { OrderProgress, Told } from '../facts.ts';
import { amountOf, momentOf, present, sumOf } from '../fields.ts';
import { idOf, type JsonObject, listOf, textOf } from '../json.ts';
import { gidOf, triggeredAt } from './shared.ts';

export function trackingOf(parcel: JsonObject | undefined): OrderProgress['tracking'] | undefined {
  if (!parcel) return undefined;
  const [number] = Array.isArray(parcel.tracking_numbers) ? parcel.tracking_numbers : [];
  const [url] = Array.isArray(parcel.tracking_urls) ? parcel.tracking_urls : [];
  const tracking = present({
    company: textOf(parcel.tracking_company, 100),
    number: textOf(parcel.tracking_number ?? number, 100),
    url: textOf(parcel.tracking_url ?? url, 2000),
  });
  return Object.keys(tracking).length > 0 ? tracking : undefined;
}

/** fulfillments/*: a parcel was made, or has moved. */
export function parcelFacts(body: JsonObject, told: Told): OrderProgress[] {
  const orderId = idOf(body.order_id);
  const isGone = ['cancelled', 'error', 'failure'].includes(String(body.status));
  if (!orderId || isGone) return [];
  const status: OrderStatus | undefined =
    body.shipment_status === 'delivered' ? 'delivered' : body.status === 'success' ? 'shipped' : undefined;
  const tracking = trackingOf(body);
  if (!status && !tracking) return [];
  const at = momentOf(body.updated_at, told.receivedAt) ?? triggeredAt(told);
  return [{ type: 'order_progressed', orderId, at, ...present({ status, tracking }) }];
}

/** Where the carrier says a parcel is. What is said before it has left, or of a failure, moves nothing. */
const ON_THE_WAY = new Set(['in_transit', 'out_for_delivery', 'attempted_delivery', 'ready_for_pickup', 'picked_up']);

export function parcelEventFacts(body: JsonObject, told: Told): OrderProgress[] {
  const orderId = idOf(body.order_id);
  const said = String(body.status);
  const status = said === 'delivered' ? 'delivered' : ON_THE_WAY.has(said) ? 'shipped' : undefined;
  if (!orderId || !status) return [];
  const at = momentOf(body.happened_at, told.receivedAt) ?? triggeredAt(told);
  return [{ type: 'order_progressed', orderId, at, status }];
}

/** refunds/create: one refund of perhaps several; at least so much was given back. */
export function refundFacts(body: JsonObject, told: Told): OrderProgress[] {
  const orderId = idOf(body.order_id);
  const given = listOf(body.transactions).filter(({ kind }) => kind === 'refund');
  const refunded = sumOf(given.map(({ amount }) => amountOf(amount)));
  if (!orderId || !refunded) return [];
  const at = momentOf(body.processed_at ?? body.created_at, told.receivedAt) ?? triggeredAt(told);
  return [{ type: 'order_progressed', orderId, at, refunded }];
}

/** orders/delete: an order that is not there any more is as good as cancelled. */
export function deletedOrderFacts(body: JsonObject, told: Told): OrderProgress[] {
  const orderId = gidOf(body);
  return orderId ? [{ type: 'order_progressed', orderId, at: triggeredAt(told), status: 'cancelled' }] : [];
}
