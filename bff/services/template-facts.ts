import { findOpenCart, listOrders, listQuotes } from '../db/commerce-view.ts';
import { findCurrentCustomer } from '../db/customers.ts';
import { subjectsOf } from '../db/journey-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { findMerchant } from '../db/merchants.ts';
import type { TemplateFacts } from '../domain/template-values.ts';
import { notFound } from './refusal.ts';

/** What templates are filled with for this customer, read once. @throws Refusal not-found */
export async function loadTemplateFacts(tx: MerchantTx, customerId: string): Promise<TemplateFacts> {
  const customer = await findCurrentCustomer(tx, customerId);
  if (!customer) throw notFound('customer');
  const subjects = (await subjectsOf(tx, [customer.id])).get(customer.id)!;
  const [quote] = await listQuotes(tx, subjects);
  const [order] = await listOrders(tx, subjects);
  return {
    ...(await loadShopFacts(tx)),
    customer: { fullName: customer.fullName, phone: customer.phone },
    cart: await findOpenCart(tx, subjects),
    quote: quote ? { ...quote, expiresAt: quote.expiresAt ? new Date(quote.expiresAt) : null } : null,
    order: order ?? null,
  };
}

/** What is known when there is no customer yet. */
export async function loadShopFacts(tx: MerchantTx): Promise<TemplateFacts> {
  const merchant = await findMerchant(tx);
  const shop = { name: merchant?.name ?? '' };
  return { customer: { fullName: null, phone: null }, cart: null, quote: null, order: null, shop };
}

/** Merchants have no time zone of their own yet. */
export const WRITING = { timeZone: 'UTC' } as const;
