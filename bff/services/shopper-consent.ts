import type { ShopperConsentAnswer, ShopperConsentInput } from '../../contract/consent.ts';
import { findBrowser } from '../db/browser-scope.ts';
import { readConsentSettings } from '../db/consent-settings.ts';
import { lockCurrentCustomer } from '../db/customers.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import type { Visitor } from '../db/visitors.ts';
import type { Context } from './context.ts';
import { recordConsent } from './record-consent.ts';
import { notFound } from './refusal.ts';

/**
 * What a shopper ticked on the shop's page. A no counts at once. A yes counts for the browser's own customer; where the browser was
 * joined to somebody whom it has not shown to be, or the merchant wants every yes confirmed, it waits for the phone.
 */
export async function recordByShopper(
  { db, live, now }: Context,
  receiptKey: Buffer,
  merchantId: string,
  visitor: Visitor,
  { topic, action, wording, page }: ShopperConsentInput,
): Promise<ShopperConsentAnswer> {
  const { pending, moved } = await withMerchant(db, merchantId, async tx => {
    const browser = await findBrowser(tx, visitor.id);
    const customerId = browser && (await lockCurrentCustomer(tx, browser.customerId));
    if (!customerId) throw notFound('visitor');
    const { confirmOptIns } = await readConsentSettings(tx);
    const isJoined = visitor.scope !== null || !browser.mayChat;
    const pending = action === 'opt-in' && (confirmOptIns || isJoined);
    const proof = { visitorId: visitor.id, url: page.url, title: page.title };
    const told = { customerId, topic, action, source: 'checkbox', wording, proof, pending, at: now } as const;
    return { pending, ...(await recordConsent(tx, receiptKey, told, now)) };
  });
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  return { pending };
}
