import { findConversationOfCustomer } from '../db/conversations.ts';
import { addIdentities, findIdentity, lockIdentities } from '../db/customers.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { recordUpdate } from '../db/record-updates.ts';
import { openWindow } from '../db/service-windows.ts';
import { findNumberByPhoneId } from '../db/whatsapp-numbers.ts';
import { windowCalls } from '../whatsapp/calls.ts';
import { recognise } from './apply-inbound-message.ts';
import type { Notice } from './apply-notice.ts';
import { type Effect, IGNORED } from './effect.ts';
import { identitiesOf } from './whatsapp-identities.ts';

/** A call opens the service window as a message does. Of somebody who never wrote there is no thread to answer in. */
export async function applyCalls(tx: MerchantTx, { value, phoneNumberId }: Notice, now: Date): Promise<Effect> {
  const calls = windowCalls(value, now);
  const number = phoneNumberId === undefined ? null : await findNumberByPhoneId(tx, phoneNumberId);
  if (calls.length === 0 || !number) return IGNORED;
  const moved: string[] = [];
  for (const { from, at } of calls) {
    const identities = identitiesOf(from);
    await lockIdentities(tx, identities);
    const customerId = await recognise(tx, identities);
    const thread = customerId && (await findConversationOfCustomer(tx, customerId));
    if (!thread) continue;
    await addIdentities(tx, customerId, identities, now);
    const identity = await findIdentity(tx, customerId, identities[0]!);
    if (!identity) continue;
    await openWindow(tx, thread.id, { at: at < now ? at : now, identityId: identity.id, numberId: number.id });
    await recordUpdate(tx, { conversationId: thread.id, kind: 'conversation', now });
    moved.push(thread.id);
  }
  return { outcome: moved.length > 0 ? 'applied' : 'ignored', moved };
}
