import { createHmac, randomUUIDv7 } from 'node:crypto';
import { consentsOf, type NewConsent, recordConsents } from '../db/consents.ts';
import { listContactValues } from '../db/customer-contacts.ts';
import { listIdentities } from '../db/customers.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { findReceipts, keepReceipts } from '../db/opt-out-receipts.ts';
import { consentState } from '../domain/consent.ts';
import { matchKey } from '../domain/phone-match.ts';

/**
 * Before somebody is erased: that their phones had opted out stays, under digests that only this server can make. Without it the next
 * import of an old list would write to somebody who said no.
 */
export async function keepOptOuts(tx: MerchantTx, key: Buffer, customerId: string, now: Date): Promise<void> {
  const { because } = consentState((await consentsOf(tx, [customerId])).get(customerId) ?? []);
  const outs = [because.all, because.marketing].filter(fact => fact?.action === 'opt-out').map(fact => fact!);
  if (outs.length === 0) return;
  const digests = await digestsOf(tx, key, customerId);
  const receipts = digests.flatMap(digest =>
    outs.map(({ topic, source, at }) => ({ digest, topic, source, at, recordedAt: now })),
  );
  await keepReceipts(tx, receipts);
}

/** The opt-outs of whoever had these phones and was erased are these customers' again. */
export async function bringBackOptOuts(tx: MerchantTx, key: Buffer, customerId: string, now: Date): Promise<void> {
  const receipts = await findReceipts(tx, await digestsOf(tx, key, customerId));
  const facts = receipts.map(
    ({ digest, topic, source, at }): NewConsent => ({
      id: randomUUIDv7(),
      customerId,
      topic,
      action: 'opt-out',
      source,
      proof: { receipt: true },
      dedupeKey: `receipt:${digest.toString('hex')}:${topic}:${customerId}`,
      at,
      recordedAt: now,
    }),
  );
  await recordConsents(tx, facts);
}

async function digestsOf(tx: MerchantTx, key: Buffer, customerId: string): Promise<Buffer[]> {
  const [identities, contacts] = [await listIdentities(tx, customerId), await listContactValues(tx, customerId)];
  const names = [
    ...identities.filter(({ kind }) => kind === 'wa_id').map(({ value }) => matchKey(value)),
    ...identities.filter(({ kind }) => kind === 'bsuid').map(({ value }) => value),
    ...contacts.filter(({ kind }) => kind === 'phone').map(({ value }) => matchKey(value)),
  ];
  return [...new Set(names)].map(name => createHmac('sha256', key).update(`${tx.merchantId}:${name}`).digest());
}
