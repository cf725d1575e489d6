import type { CustomerIdentity } from '../../contract/customer.ts';
import { findConversation, lockConversation } from '../db/conversations.ts';
import { addIdentities, readIdentity } from '../db/customers.ts';
import {
  type DeliveryRow,
  findDelivery,
  findDeliveryContent,
  hasEarlierPending,
  lockDelivery,
  saveDelivery,
} from '../db/deliveries.ts';
import { lockWamids } from '../db/delivery-batches.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { listNumbers, type WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { backoff } from '../domain/backoff.ts';
import type { DeliveryEvent } from '../domain/delivery-state.ts';
import { SECOND } from '../domain/duration.ts';
import { isWindowOpen } from '../domain/service-window.ts';
import { SealError, type Sealer } from '../security/seal.ts';
import type { CloudApi, Recipient, SendOutcome } from '../whatsapp/cloud-api.ts';
import { recordEvent } from './apply-delivery-status.ts';
import { openAccessToken } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { bsuidIdentity, phoneIdentity } from './whatsapp-identities.ts';

/** Attempts that Meta refused for a passing reason, or that never reached it, are given up after so many. */
const MAX_ATTEMPTS = 8;
const BEHIND_ANOTHER = SECOND;

type Sending = { phoneNumberId: string; accessToken: string; to: Recipient; text: string; attempt: number };
/** `retryAt`: not now, but then. Null: there is nothing left to do here. */
export type Settled = { retryAt: Date | null };

const DONE: Settled = { retryAt: null };

/**
 * Sends one message of the ledger. The attempt is committed before the request is written, so after a crash the row says `sending`;
 * such an attempt is not made again, since nobody can know whether it arrived: it becomes `unknown`, and a status webhook that
 * carries our id settles it.
 */
export async function sendDelivery(
  context: Context,
  { api, sealer, random }: { api: CloudApi; sealer: Sealer; random: () => number },
  merchantId: string,
  deliveryId: string,
): Promise<Settled> {
  const begun = await begin(context, sealer, merchantId, deliveryId);
  if (!('text' in begun)) return begun;
  const { phoneNumberId, accessToken, to, text } = begun;
  const outcome = await api.sendMessage({
    phoneNumberId,
    accessToken,
    to,
    message: { type: 'text', text },
    callbackData: deliveryId,
  });
  return settle(context, merchantId, deliveryId, begun.attempt, outcome, random());
}

/** Decides once more whether it may go, and writes the attempt. */
async function begin(
  { db, live, now }: Context,
  sealer: Sealer,
  merchantId: string,
  id: string,
): Promise<Sending | Settled> {
  const moved: string[] = [];
  const begun = await withMerchant(db, merchantId, async (tx): Promise<Sending | Settled> => {
    const row = await hold(tx, id);
    if (!row) return DONE;
    const end = async (event: DeliveryEvent) => {
      moved.push(...(await recordEvent(tx, row, event, now)).moved);
      return DONE;
    };
    if (row.state === 'sending') return end({ state: 'unknown', at: now });
    if (row.state !== 'queued') return DONE;
    if (await hasEarlierPending(tx, row)) return { retryAt: new Date(now.getTime() + BEHIND_ANOTHER) };
    const sending = await prepare(tx, sealer, row, now);
    if ('error' in sending) return end({ state: 'failed', at: now, error: { code: null, title: sending.error } });
    const attempt = row.attempt + 1;
    await saveDelivery(tx, id, { attempt });
    await recordEvent(tx, row, { state: 'sending', at: now }, now);
    return { ...sending, attempt };
  });
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  return begun;
}

/** The delivery, for nobody else until the transaction ends. Its conversation is locked first, as everywhere. */
export async function hold(tx: MerchantTx, id: string): Promise<DeliveryRow | null> {
  const found = await findDelivery(tx, id);
  if (!found) return null;
  await lockConversation(tx, found.conversationId);
  // It may have moved with a merge that we waited for.
  const now = await findDelivery(tx, id);
  if (now && now.conversationId !== found.conversationId) await lockConversation(tx, now.conversationId);
  return lockDelivery(tx, id);
}

async function prepare(
  tx: MerchantTx,
  sealer: Sealer,
  row: DeliveryRow,
  now: Date,
): Promise<Omit<Sending, 'attempt'> | { error: string }> {
  const conversation = await findConversation(tx, row.conversationId);
  const content = await findDeliveryContent(tx, row.messageId);
  const number = (await listNumbers(tx)).find(({ id }) => id === row.numberId);
  const to = recipientOf(await readIdentity(tx, row.identityId));
  if (!conversation || !number || !to || content?.kind !== 'text') return { error: 'This cannot be sent by WhatsApp.' };
  if (!isWindowOpen(conversation.lastWhatsappInboundAt, now)) {
    return { error: 'The service window closed before the message could be sent.' };
  }
  const accessToken = open(sealer, tx.merchantId, number);
  if (accessToken === null) return { error: "The number's access token cannot be opened: connect WhatsApp again." };
  return { phoneNumberId: number.phoneNumberId, accessToken, to, text: content.text };
}

function open(sealer: Sealer, merchantId: string, number: WhatsAppNumber): string | null {
  try {
    return openAccessToken(sealer, merchantId, number);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** A phone is sent to exactly as WhatsApp spells it; a customer who hides the phone is reached by the other id. */
function recipientOf(identity: CustomerIdentity | null): Recipient | null {
  if (identity?.kind === 'wa_id') return { waId: identity.value };
  return identity?.kind === 'bsuid' ? { bsuid: identity.value } : null;
}

async function settle(
  { db, live, now }: Context,
  merchantId: string,
  id: string,
  attempt: number,
  outcome: SendOutcome,
  random: number,
): Promise<Settled> {
  const passing = attempt < MAX_ATTEMPTS && isPassing(outcome);
  const settled = await withMerchant(db, merchantId, async tx => {
    if (outcome.kind === 'accepted') await lockWamids(tx, [outcome.wamid]);
    const row = (await hold(tx, id))!;
    // A status webhook may have been faster: then the message did go out.
    if (passing && row.state !== 'sending') return { moved: [], retry: false };
    if (passing) {
      await saveDelivery(tx, id, { state: 'queued', sendingAt: null });
      return { moved: [], retry: true };
    }
    const learned = outcome.kind === 'accepted' ? { wamid: outcome.wamid } : {};
    const { moved } = await recordEvent(tx, row, eventOf(outcome, now), now, learned);
    if (outcome.kind !== 'accepted') return { moved, retry: false };
    await learnIdentities(tx, row.conversationId, outcome, now);
    return { moved, retry: false };
  });
  for (const conversationId of new Set(settled.moved)) live.publish({ kind: 'moved', merchantId, conversationId });
  return { retryAt: settled.retry ? new Date(now.getTime() + backoff(attempt, random)) : null };
}

/** Nothing was accepted, and the same request may well be later. */
const isPassing = (outcome: SendOutcome) =>
  outcome.kind === 'unreachable' || (outcome.kind === 'refused' && outcome.errorClass === 'RB');

function eventOf(outcome: SendOutcome, at: Date): DeliveryEvent {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'accepted', at };
    case 'ambiguous':
      return { state: 'unknown', at };
    case 'refused':
      return { state: 'failed', at, error: { code: outcome.code, title: outcome.explanation } };
    case 'unreachable':
      return { state: 'failed', at, error: { code: null, title: 'WhatsApp could not be reached.' } };
  }
}

/** Meta's answer says how it spells the recipient; statuses and replies will use that. */
async function learnIdentities(
  tx: MerchantTx,
  conversationId: string,
  { waId, bsuid }: { waId?: string | undefined; bsuid?: string | undefined },
  now: Date,
): Promise<void> {
  const conversation = (await findConversation(tx, conversationId))!;
  const identities = [...(waId ? [phoneIdentity(waId)] : []), ...(bsuid ? [bsuidIdentity(bsuid)] : [])];
  await addIdentities(tx, conversation.customerId, identities, now);
}
