import type { CommerceEvent } from '../../contract/commerce.ts';
import type { JourneySource } from '../../contract/journey-event.ts';
import { addIdentities } from '../db/customers.ts';
import { customersOfSubjects } from '../db/journey-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { readContacts } from '../domain/contacts.ts';
import { recordConsent } from './record-consent.ts';
import { toldPhone } from './whatsapp-identities.ts';

/**
 * What a buyer agreed to at the shop, by the word of the shop's system. Only an account is proof of who that is: a yes for a phone that
 * somebody typed waits until the phone confirms it; one for the phone of somebody who refused and was erased meets that no. With a yes to
 * `all` the phone that came with it is an address: what they are waiting for can be sent there, offers not before their yes counts. The
 * same event says it once. Returns the conversations whose screens are to be woken.
 */
export async function recordBuyersConsent(
  tx: MerchantTx,
  receiptKey: Buffer,
  source: JourneySource,
  event: CommerceEvent,
  subjectId: string | null,
  now: Date,
): Promise<string[]> {
  const told = event.customer?.whatsappConsent;
  const [customerId] = told && subjectId ? await customersOfSubjects(tx, [subjectId]) : [];
  if (!told || !customerId) return [];
  const { moved } = await recordConsent(
    tx,
    receiptKey,
    {
      ...told,
      customerId,
      source: 'api',
      proof: { source, event: event.id },
      dedupeKey: `commerce:${JSON.stringify([source, event.id])}`,
      pending: told.action === 'opt-in' && !event.customer?.id,
      at: new Date(event.at),
    },
    now,
  );
  const isAsked = told.topic === 'all' && told.action === 'opt-in';
  const phone = isAsked && readContacts(event.customer!).find(({ kind }) => kind === 'phone');
  if (phone) await addIdentities(tx, customerId, [toldPhone(phone.value)], now);
  return moved;
}
