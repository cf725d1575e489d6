import type { OrderState, OrderStatus } from '../../contract/commerce.ts';
import { type DueEvent, ORDER_RANK, type OrderFacts, orderEvents } from './commerce-state.ts';

/** What is told of an order's way without telling the order. `refunded`: at least so much. */
export type Progress = {
  status?: OrderStatus | undefined;
  refunded?: string | undefined;
  tracking?: OrderState['tracking'];
};

type Step = Pick<OrderFacts, 'progressStatus' | 'progressAt'>;

/**
 * An order after such a fact. It changes neither items nor total nor as of when they are, so that a whole order that comes late still
 * counts for these; and in whatever order all of them come, the end is the same.
 */
export function progressOrder(
  known: OrderFacts,
  orderId: string,
  { status, refunded, tracking }: Progress,
  at: Date,
): { order: OrderFacts; due: DueEvent[] } {
  const step = furthest(known, status ? { progressStatus: status, progressAt: at } : known);
  const isMore = refunded !== undefined && Number(refunded) > Number(known.refunded);
  const order = withProgress({ ...known, ...step, ...(isMore && { refunded }), ...(tracking && { tracking }) });
  const told: OrderState = {
    id: orderId,
    items: [],
    currency: known.currency,
    total: known.total,
    placedAt: known.placedAt.toISOString(),
    status: status ?? 'placed',
    ...(refunded !== undefined && { refunded }),
    ...(tracking && { tracking }),
  };
  // The order itself was told when it came.
  const due = orderEvents(order, told, at).filter(({ key }) => key !== 'placed');
  return { order, due };
}

/** As far as it has come: by the whole order, or by what was told of its way since. */
export function withProgress(order: OrderFacts): OrderFacts {
  const { progressStatus: status, progressAt: at, updatedAt } = order;
  const isSince = status !== null && at !== null && at >= updatedAt;
  return isSince && ORDER_RANK[status] > ORDER_RANK[order.status] ? { ...order, status } : order;
}

function furthest(a: Step, b: Step): Step {
  if (!a.progressAt || !b.progressAt || !a.progressStatus || !b.progressStatus) return a.progressAt ? a : b;
  const ahead = ORDER_RANK[b.progressStatus] - ORDER_RANK[a.progressStatus] || +b.progressAt - +a.progressAt;
  const { progressStatus, progressAt } = ahead > 0 ? b : a;
  return { progressStatus, progressAt };
}
