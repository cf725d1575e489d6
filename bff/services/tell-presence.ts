import { findConversation } from '../db/conversations.ts';
import { enqueueNoLater } from '../db/jobs.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { findPresence, newestInbound, noteTyping, savePresence } from '../db/presence.ts';
import { listNumbers } from '../db/whatsapp-numbers.ts';
import { presenceToTell, TYPING_EVERY } from '../domain/presence.ts';
import { isWindowOpen } from '../domain/service-window.ts';
import { SealError, type Sealer } from '../security/seal.ts';
import type { CloudApi } from '../whatsapp/cloud-api.ts';
import { openAccessToken } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { notFound } from './refusal.ts';

/** An agent writes, or stopped: the page hears at once, a phone every 20 seconds at most. @throws Refusal not-found */
export async function tellTyping(
  { db, live, now }: Context,
  merchantId: string,
  conversationId: string,
  typing: boolean,
): Promise<void> {
  const isForPhone = await withMerchant(db, merchantId, async tx => {
    const facts = await findConversation(tx, conversationId);
    if (!facts) throw notFound('conversation');
    if (!typing || facts.replyChannel !== 'whatsapp' || !facts.whatsappNumberId) return false;
    if (!isWindowOpen(facts.lastInboundAt, now)) return false;
    if (!(await noteTyping(tx, conversationId, TYPING_EVERY, now))) return false;
    await expectPresence(tx, conversationId, now);
    return true;
  });
  live.publish({ kind: 'typing', merchantId, conversationId, by: 'agent', typing });
  if (isForPhone) live.publish({ kind: 'work' });
}

/** The customer's phone is to be told what agents read and write. However often that is asked for, it is one job. */
export const expectPresence = (tx: MerchantTx, conversationId: string, now: Date) =>
  enqueueNoLater(tx, { id: conversationId, kind: 'presence', ref: conversationId, dueAt: now });

type Tools = { api: CloudApi; sealer: Sealer };

/**
 * Tells the customer's phone that its messages were read, and that somebody writes. It is a courtesy: what does not get through now is told
 * with the next one, and never delays an answer.
 */
export async function tellPresence(
  { db, now }: Context,
  { api, sealer }: Tools,
  merchantId: string,
  conversationId: string,
): Promise<void> {
  const call = await withMerchant(db, merchantId, async tx => {
    const facts = await findConversation(tx, conversationId);
    const number = (await listNumbers(tx)).find(({ id }) => id === facts?.whatsappNumberId);
    if (!facts || !number) return null;
    const newest = await newestInbound(tx, conversationId, facts.readByAgents);
    const told = await findPresence(tx, conversationId);
    const tell = presenceToTell({ newest, told, lastInboundAt: facts.lastInboundAt }, now);
    return tell && { ...tell, number, wamid: newest!.wamid };
  });
  if (!call) return;
  const { number, wamid, typing } = call;
  const accessToken = tokenOf(sealer, merchantId, number);
  if (!accessToken) return;
  const answer = await api.markRead({ phoneNumberId: number.phoneNumberId, accessToken, wamid, typing });
  // What Meta refuses once it refuses again.
  if (answer.kind !== 'done' && answer.kind !== 'refused') return;
  const what = { readWamid: wamid, ...(typing && { typingToldAt: now }) };
  await withMerchant(db, merchantId, tx => savePresence(tx, conversationId, what));
}

function tokenOf(sealer: Sealer, merchantId: string, number: { id: string; accessToken: Buffer }): string | null {
  try {
    return openAccessToken(sealer, merchantId, number);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
