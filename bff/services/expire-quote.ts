import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { lockQuoteById, type QuoteRow, saveQuote } from '../db/orders.ts';
import type { DueEvent } from '../domain/commerce-state.ts';
import { EXPIRING_BEFORE, isExpiring, isOpen, isOver } from '../domain/quote-expiry.ts';
import type { Context } from './context.ts';
import { tellJourney } from './tell-journey.ts';

/**
 * Looks at an open quote at its moments: seven days before its end it is told to be running out, at its end it is over. Returns when to
 * look again; null: never.
 */
export async function expireQuote(
  { db, live, now }: Context,
  merchantId: string,
  quoteId: string,
): Promise<Date | null> {
  const again = await withMerchant(db, merchantId, tx => look(tx, quoteId, now));
  live.publish({ kind: 'work' });
  return again;
}

async function look(tx: MerchantTx, quoteId: string, now: Date): Promise<Date | null> {
  const quote = await lockQuoteById(tx, quoteId);
  if (!quote?.expiresAt || !isOpen(quote)) return null;
  if (isOver(quote, now)) {
    await tell(
      tx,
      { ...quote, status: 'expired', updatedAt: quote.expiresAt },
      { key: 'expired', name: 'quote_expired', at: quote.expiresAt },
      now,
    );
    return null;
  }
  if (!isExpiring(quote, now)) return new Date(quote.expiresAt.getTime() - EXPIRING_BEFORE);
  await tell(tx, quote, { key: `expiring:${quote.expiresAt.toISOString()}`, name: 'quote_expiring', at: now }, now);
  return quote.expiresAt;
}

async function tell(tx: MerchantTx, quote: QuoteRow, due: Omit<DueEvent, 'properties'>, now: Date): Promise<void> {
  const properties = {
    quoteId: quote.externalId,
    expiresAt: quote.expiresAt!.toISOString(),
    ...(quote.number && { number: quote.number }),
    ...(quote.total && { value: Number(quote.total) }),
    ...(quote.currency && { currency: quote.currency }),
  };
  const told = await tellJourney(tx, quote.subjectId, 'woodex', quote.told, [{ ...due, properties }], now);
  await saveQuote(tx, { ...quote, told }, now);
}
