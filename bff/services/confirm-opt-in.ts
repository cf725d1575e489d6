import { randomUUIDv7 } from 'node:crypto';
import { findPending, lastSaidTo, markAsked, recordConsents } from '../db/consents.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { lastInboundAt } from '../db/service-windows.ts';
import { DAY } from '../domain/duration.ts';
import { isYes } from '../domain/opt-words.ts';
import { isWindowOpen } from '../domain/service-window.ts';
import { answerByWhatsApp } from './answer-by-whatsapp.ts';
import type { Written } from './apply-inbound-message.ts';
import { announceConsent, answerText, standingOf } from './tell-consent.ts';

/** A yes is an answer to the question for so long. */
const ANSWERED_WITHIN = 7 * DAY;

type Here = Pick<Written, 'customerId' | 'conversationId' | 'identityId' | 'numberId'>;

/**
 * Something was agreed to in a browser that has not shown to be this phone's: its owner is asked, once, while they write to us anyway.
 * Who wants nothing automatic is not asked, and who has agreed need not be.
 */
export async function askToConfirm(tx: MerchantTx, here: Here, now: Date): Promise<void> {
  const { customerId, conversationId, identityId, numberId } = here;
  const waiting = await findPending(tx, customerId, null);
  if (!waiting || !identityId) return;
  const { marketing, all } = await standingOf(tx, customerId);
  if (all === 'out' || marketing !== 'none') return;
  if (!isWindowOpen(await lastInboundAt(tx, { identityId, numberId }), now)) return;
  const text = await answerText(tx, customerId, 'confirm', { wording: waiting.wording ?? '' });
  const question = await answerByWhatsApp(tx, { conversationId, identityId, numberId }, text, now);
  await markAsked(tx, waiting.id, question, now);
}

/**
 * Is this the yes to the question of {@link askToConfirm}? Then it counts from now on, with the words that were agreed to. A yes answers
 * what it quotes, else what was said last. Not for who has said no since: a yes to something else would pass for taking that back.
 */
export async function hearConfirmation(tx: MerchantTx, written: Written, now: Date): Promise<boolean> {
  const { message, customerId, conversationId, identityId, numberId } = written;
  const { content, wamid, sentAt } = message;
  if ((content.kind !== 'text' && content.kind !== 'choice') || !isYes(content.text)) return false;
  const question = message.contextWamid ? written.quoted : (await lastSaidTo(tx, conversationId))?.messageId;
  if (!question) return false;
  const asked = await findPending(tx, customerId, { question, since: new Date(now.getTime() - ANSWERED_WITHIN) });
  if (!asked) return false;
  const before = await standingOf(tx, customerId);
  if (before.all === 'out' || before.marketing === 'out') return false;
  const added = await recordConsents(tx, [
    {
      id: randomUUIDv7(),
      customerId,
      identityId,
      topic: asked.topic,
      action: 'opt-in',
      source: 'typed-word',
      wording: asked.wording,
      proof: { ...asked.proof, messageId: written.id, wamid, confirms: asked.id },
      dedupeKey: `confirmed:${asked.id}`,
      at: sentAt < now ? sentAt : now,
      recordedAt: now,
    },
  ]);
  if (added.length === 0) return false;
  await announceConsent(tx, customerId, before, now);
  if (!identityId) return true;
  const text = await answerText(tx, customerId, 'confirmed');
  await answerByWhatsApp(tx, { conversationId, identityId, numberId }, text, now);
  return true;
}
