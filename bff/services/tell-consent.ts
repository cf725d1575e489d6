import { randomUUIDv7 } from 'node:crypto';
import type { MessageContent } from '../../contract/message.ts';
import { consentsOf } from '../db/consents.ts';
import { findConversationOfCustomer } from '../db/conversations.ts';
import { findCurrentCustomer } from '../db/customers.ts';
import { markJourneys } from '../db/journey-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { findMerchant } from '../db/merchants.ts';
import { appendMessage } from '../db/messages.ts';
import { recordUpdate } from '../db/record-updates.ts';
import { findLocale } from '../db/visitors.ts';
import { type ConsentState, consentState } from '../domain/consent.ts';
import { answerLanguage, type OptAnswer, optAnswer } from '../domain/opt-answers.ts';

/** How a customer stands now. */
export const standingOf = async (tx: MerchantTx, customerId: string): Promise<ConsentState> =>
  consentState((await consentsOf(tx, [customerId])).get(customerId) ?? []);

type Notice = Extract<MessageContent, { kind: 'notice' }>['notice'];

/** What changed for the people who read the thread; null: nothing that they would notice. */
export function changeOf(before: ConsentState, after: ConsentState): Notice | null {
  if (before.all !== 'out' && after.all === 'out') return 'opted-out';
  if (before.all === 'out' && after.all !== 'out') return 'opted-in';
  if (before.marketing !== 'out' && after.marketing === 'out') return 'opted-out-of-offers';
  if (before.marketing !== 'in' && after.marketing === 'in') return 'opted-in';
  return null;
}

/** Says it in the thread, so that agents see it at once. Returns the conversations whose screens are to be woken. */
export async function announceConsent(
  tx: MerchantTx,
  customerId: string,
  before: ConsentState,
  now: Date,
): Promise<string[]> {
  await markJourneys(tx, [customerId], now);
  const thread = await findConversationOfCustomer(tx, customerId);
  if (!thread) return [];
  const { id: conversationId } = thread;
  const notice = changeOf(before, await standingOf(tx, customerId));
  if (!notice) return [];
  await appendMessage(tx, {
    id: randomUUIDv7(),
    conversationId,
    author: { kind: 'system' },
    channel: 'whatsapp',
    content: { kind: 'notice', notice },
    sentAt: now,
    now,
  });
  await recordUpdate(tx, { conversationId, kind: 'conversation', now });
  return [conversationId];
}

/** The answer's text in the customer's language. `spoken`: that of the word they wrote, if it has one. */
export async function answerText(
  tx: MerchantTx,
  customerId: string,
  answer: OptAnswer,
  { spoken = null, wording }: { spoken?: string | null; wording?: string } = {},
): Promise<string> {
  const [customer, locale, merchant] = [
    await findCurrentCustomer(tx, customerId),
    await findLocale(tx, customerId),
    await findMerchant(tx),
  ];
  const language = answerLanguage([spoken, locale.language], customer?.phone ?? null);
  return optAnswer(language, answer, { shop: merchant!.name, ...(wording !== undefined && { wording }) });
}
