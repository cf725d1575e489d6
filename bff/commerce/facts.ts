import type { CommerceEvent, OrderState, OrderStatus } from '../../contract/commerce.ts';

/** How far an order has come, told apart from the order itself: a parcel, a refund, a deletion. Nothing here is a whole order. */
export type OrderProgress = {
  type: 'order_progressed';
  orderId: string;
  at: string;
  status?: OrderStatus;
  refunded?: string;
  tracking?: NonNullable<OrderState['tracking']>;
};

/** What the shop asks for on behalf of a person, or for all of them. */
export type PrivacyFact = { type: 'privacy'; kind: 'export' | 'erase-customer' | 'erase-shop'; person: RedactedPerson };

/** Whom a privacy request names. `orders`: the shop's ids of theirs. */
export type RedactedPerson = {
  customerId: string | undefined;
  email: string | undefined;
  phone: string | undefined;
  orders: string[];
};

/** What one body of a shop says. */
export type StoreFact = CommerceEvent | OrderProgress | PrivacyFact | { type: 'uninstalled' };

/** What is known of a delivery besides its body. `id` names the fact. */
export type Told = { id: string; topic: string; receivedAt: Date; triggeredAt?: string | undefined };
