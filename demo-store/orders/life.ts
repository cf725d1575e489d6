export type OrderStatus = 'placed' | 'paid' | 'shipped' | 'delivered' | 'cancelled' | 'refunded';
export type QuoteStatus = 'requested' | 'created' | 'sent' | 'viewed' | 'accepted' | 'rejected';

/** What may become of an order or a quote next, and so what the back office offers. */
export const NEXT_OF_ORDER: Record<OrderStatus, readonly OrderStatus[]> = {
  placed: ['paid', 'cancelled'],
  paid: ['shipped', 'refunded'],
  shipped: ['delivered'],
  delivered: ['refunded'],
  cancelled: [],
  refunded: [],
};

export const NEXT_OF_QUOTE: Record<QuoteStatus, readonly QuoteStatus[]> = {
  requested: ['created', 'rejected'],
  created: ['sent'],
  sent: ['viewed', 'accepted', 'rejected'],
  viewed: ['accepted', 'rejected'],
  accepted: [],
  rejected: [],
};
