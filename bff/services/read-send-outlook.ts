import type { SendOutlook } from '../../contract/send-outlook.ts';
import { consentsOf } from '../db/consents.ts';
import { currentConversation } from '../db/conversations.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { findNumber, type WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { consentState } from '../domain/consent.ts';
import { obstacleTo } from '../domain/send-outlook.ts';
import { stopOf } from './read-whatsapp.ts';
import { notFound } from './refusal.ts';
import { listAccounts } from './template-accounts.ts';
import { templateAddress } from './template-address.ts';

/** What would become of a message to this conversation's customer at `now`. @throws Refusal not-found */
export const readSendOutlook = (db: Db, merchantId: string, threadId: string, now: Date): Promise<SendOutlook> =>
  withMerchant(db, merchantId, async tx => {
    const thread = await currentConversation(tx, threadId);
    if (!thread) throw notFound('conversation');
    const { customerId, lastInboundAt, whatsappNumberId } = thread;
    const consents = consentState((await consentsOf(tx, [customerId])).get(customerId) ?? []);
    const facts = (number: WhatsAppNumber | null, identityId: string | null) => ({
      number: number && number.disconnectedAt === null ? { sending: number.sending, stop: stopOf(number) } : null,
      hasRecipient: identityId !== null,
      ...{ lastInboundAt, consents },
    });
    const own = whatsappNumberId === null ? null : await findNumber(tx, whatsappNumberId);
    const accounts: SendOutlook['accounts'] = [];
    for (const account of await listAccounts(tx)) {
      const { number, identityId } = await templateAddress(tx, thread, account);
      const known = facts(number, identityId);
      const utility = obstacleTo('transactional', known, now);
      accounts.push({ wabaId: account.wabaId, utility, marketing: obstacleTo('marketing', known, now) });
    }
    return { text: own && obstacleTo('reply', facts(own, thread.whatsappIdentityId), now), accounts };
  });
