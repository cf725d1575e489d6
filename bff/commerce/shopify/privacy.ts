import type { PrivacyFact } from '../facts.ts';
import { idOf, type JsonObject, objectOf, textOf } from '../json.ts';

const KINDS: Record<string, PrivacyFact['kind']> = {
  'customers/data_request': 'export',
  'customers/redact': 'erase-customer',
  'shop/redact': 'erase-shop',
};

export const isPrivacyTopic = (topic: string): boolean => Object.hasOwn(KINDS, topic);

/** The three requests that every app of Shopify must answer. */
export function privacyFacts(topic: string, body: JsonObject): PrivacyFact[] {
  const customer = objectOf(body.customer);
  const orders = body.orders_to_redact ?? body.orders_requested;
  return [
    {
      type: 'privacy',
      kind: KINDS[topic]!,
      person: {
        customerId: idOf(customer.id),
        email: textOf(customer.email, 254),
        phone: textOf(customer.phone, 40),
        orders: Array.isArray(orders) ? orders.flatMap(order => idOf(order) ?? []) : [],
      },
    },
  ];
}
