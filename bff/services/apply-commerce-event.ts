import { randomUUIDv7 } from 'node:crypto';
import type { CartState, CommerceEvent, OrderState, QuoteState, QuoteStatus } from '../../contract/commerce.ts';
import type { JourneySource } from '../../contract/journey-event.ts';
import { enqueueNoLater } from '../db/jobs.ts';
import { markJourneys } from '../db/journey-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { hasOrderOfCart, lockCart, lockOrder, lockQuote, saveCart, saveOrder, saveQuote } from '../db/orders.ts';
import { type DueEvent, nextCart, nextOrder, nextQuote } from '../domain/commerce-state.ts';
import { withProgress } from '../domain/order-progress.ts';
import { EXPIRING_BEFORE, isOpen } from '../domain/quote-expiry.ts';
import { recordBuyersConsent } from './record-buyers-consent.ts';
import { resolveBuyer } from './resolve-buyer.ts';
import { tellJourney } from './tell-journey.ts';

type Fact = { tx: MerchantTx; source: JourneySource; at: Date; subjectId: string | null; now: Date };

/**
 * One fact of a shop's server: whose it is, what the cart, quote or order is now, and what of it belongs on the journey. The same fact
 * again changes nothing. Returns the conversations whose screens are to be woken.
 */
export async function applyCommerceEvent(
  tx: MerchantTx,
  receiptKey: Buffer,
  source: JourneySource,
  event: CommerceEvent,
  now: Date,
): Promise<string[]> {
  const evidence = { source, event: event.id };
  const { visitor, customer } = event;
  const { subjectId, moved } = await resolveBuyer(tx, { visitor, customer, source, evidence, now });
  const woken = await recordBuyersConsent(tx, receiptKey, source, event, subjectId, now);
  const fact: Fact = { tx, source, at: new Date(event.at), subjectId, now };
  switch (event.type) {
    case 'cart_updated':
      await applyCart(fact, event.cart, false);
      break;
    case 'checkout_started':
      await applyCart(fact, event.cart, true);
      break;
    case 'order_placed':
    case 'order_updated':
      await applyOrder(fact, event.order);
      break;
    case 'appointment_booked':
    case 'custom':
      await applyEvent(fact, event);
      break;
    case 'customer_updated':
      if (subjectId) await markJourneys(tx, [subjectId], now);
      break;
    default:
      await applyQuote(fact, event.type.slice('quote_'.length) as QuoteStatus, event.quote);
  }
  return [...moved, ...woken];
}

async function applyOrder(fact: Fact, told: OrderState): Promise<void> {
  const { tx, source, at, subjectId, now } = fact;
  const known = await lockOrder(tx, { source, externalId: told.id });
  const next = nextOrder(known, told, at);
  const { due } = next;
  const order = withProgress(next.order);
  const owner = known?.subjectId ?? subjectId;
  const tellings = await tellJourney(tx, owner, source, known?.told ?? [], due, now);
  await saveOrder(
    tx,
    {
      ...order,
      tracking: order.tracking ?? null,
      id: known?.id ?? randomUUIDv7(),
      subjectId: owner,
      source,
      externalId: told.id,
      told: tellings,
      createdAt: known?.createdAt ?? now,
    },
    now,
  );
  if (owner) await markJourneys(tx, [owner], now);
  if (order.cartExternalId) await closeCart(fact, order.cartExternalId);
  if (order.quoteExternalId) {
    const quote = await lockQuote(tx, { source, externalId: order.quoteExternalId });
    const accepted = { id: order.quoteExternalId, items: [], orderId: told.id };
    if (quote && quote.status !== 'accepted')
      await applyQuote({ tx, source, at, subjectId: owner, now }, 'accepted', accepted);
  }
}

async function closeCart({ tx, source, at, now }: Fact, externalId: string): Promise<void> {
  const cart = await lockCart(tx, { source, externalId });
  if (cart && cart.status !== 'ordered')
    await saveCart(tx, { ...cart, status: 'ordered', updatedAt: at > cart.updatedAt ? at : cart.updatedAt }, now);
}

async function applyQuote(
  { tx, source, at, subjectId, now }: Fact,
  status: QuoteStatus,
  told: QuoteState,
): Promise<void> {
  const known = await lockQuote(tx, { source, externalId: told.id });
  const { quote, due } = nextQuote(known, status, told, at);
  const owner = known?.subjectId ?? subjectId;
  const row = {
    ...quote,
    id: known?.id ?? randomUUIDv7(),
    subjectId: owner,
    source,
    externalId: told.id,
    told: await tellJourney(tx, owner, source, known?.told ?? [], due, now),
    createdAt: known?.createdAt ?? now,
  };
  await saveQuote(tx, row, now);
  if (owner) await markJourneys(tx, [owner], now);
  if (quote.expiresAt && isOpen(quote)) {
    const dueAt = new Date(quote.expiresAt.getTime() - EXPIRING_BEFORE);
    await enqueueNoLater(tx, { id: randomUUIDv7(), kind: 'quote', ref: row.id, dueAt });
  }
}

async function applyCart(
  { tx, source, at, subjectId, now }: Fact,
  told: CartState,
  isCheckout: boolean,
): Promise<void> {
  const known = await lockCart(tx, { source, externalId: told.id });
  const isNews = !known || (at >= known.updatedAt && known.status !== 'ordered');
  // Its order may have come before it.
  const isOrdered = !known && (await hasOrderOfCart(tx, { source, externalId: told.id }));
  const owner = known?.subjectId ?? subjectId;
  const { cart, due } = nextCart(known?.items ?? [], told, at);
  const checkout: DueEvent = {
    key: 'checkout',
    name: 'checkout_started',
    at,
    properties: {
      cartId: told.id,
      ...(told.total && { value: Number(told.total) }),
      ...(told.currency && { currency: told.currency }),
    },
  };
  const tellings = [...(isNews ? due : []), ...(isCheckout && !known?.checkoutStartedAt ? [checkout] : [])];
  await tellJourney(tx, owner, source, [], tellings, now);
  const checkoutStartedAt = known?.checkoutStartedAt ?? (isCheckout ? at : null);
  if (!isNews) await saveCart(tx, { ...known, subjectId: owner, checkoutStartedAt }, now);
  else {
    const row = { ...cart, id: known?.id ?? randomUUIDv7(), subjectId: owner, source, externalId: told.id };
    const status = isOrdered ? 'ordered' : row.status;
    await saveCart(tx, { ...row, status, checkoutStartedAt, createdAt: known?.createdAt ?? now, updatedAt: at }, now);
  }
}

type Plain = Extract<CommerceEvent, { type: 'appointment_booked' | 'custom' }>;

async function applyEvent({ tx, source, at, subjectId, now }: Fact, event: Plain): Promise<void> {
  const due: DueEvent =
    event.type === 'custom'
      ? { key: event.id, name: event.name, at, properties: event.properties }
      : { key: event.id, name: event.type, at, properties: event.note ? { note: event.note } : {} };
  await tellJourney(tx, subjectId, source, [], [due], now);
}
