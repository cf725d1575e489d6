import { randomUUIDv7 } from 'node:crypto';
import { type ConsentSettingsRow, readConsentSettings } from '../db/consent-settings.ts';
import { lastSaidTo, type NewConsent, recordConsents } from '../db/consents.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { lastInboundAt } from '../db/service-windows.ts';
import type { OptAnswer } from '../domain/opt-answers.ts';
import { type OptWord, optPayloadOf, optWordOf } from '../domain/opt-words.ts';
import { isWindowOpen } from '../domain/service-window.ts';
import { answerByWhatsApp } from './answer-by-whatsapp.ts';
import type { Written } from './apply-inbound-message.ts';
import { askToConfirm, hearConfirmation } from './confirm-opt-in.ts';
import { announceConsent, answerText, changeOf, standingOf } from './tell-consent.ts';

/**
 * The customer wrote a word that takes consent back or gives it, or tapped such a button: it is in the ledger with the message itself,
 * the thread says so, and what it changed is confirmed once. Said again it changes nothing, and is not answered again.
 */
export async function heedOptWord(tx: MerchantTx, written: Written, now: Date): Promise<void> {
  const { content } = written.message;
  if (written.message.system || (content.kind !== 'text' && content.kind !== 'choice')) return;
  const settings = await readConsentSettings(tx);
  const word = await heardIn(tx, written, settings);
  if (!word) {
    if (!(await hearConfirmation(tx, written, now))) await askToConfirm(tx, written, now);
    return;
  }
  const before = await standingOf(tx, written.customerId);
  // To somebody who never said STOP, START is a word like any other, unless it is told what else it means.
  if (word.action === 'opt-in' && word.topic === 'all' && before.all !== 'out' && !settings.startOffer) return;
  await recordConsents(tx, factsOf(written, word, settings, now));
  const change = changeOf(before, await standingOf(tx, written.customerId));
  await announceConsent(tx, written.customerId, before, now);
  const answer = change && ANSWERS[change];
  if (answer) await confirm(tx, written, answer, word, settings, now);
}

const ANSWERS: Partial<Record<string, OptAnswer>> = {
  'opted-out': 'stopped',
  'opted-out-of-offers': 'stopped-offers',
  'opted-in': 'started',
};

async function heardIn(tx: MerchantTx, written: Written, settings: ConsentSettingsRow): Promise<OptWord | null> {
  const { content } = written.message;
  if (content.kind !== 'text' && content.kind !== 'choice') return null;
  const payload = content.kind === 'choice' ? optPayloadOf(content.id) : null;
  const word = payload ?? optWordOf(content.text, { stop: settings.stopWords, start: settings.startWords });
  if (!word?.isAmbiguous) return word;
  return (await lastSaidTo(tx, written.conversationId))?.purpose === 'marketing' ? word : null;
}

function factsOf(written: Written, word: OptWord, { startOffer }: ConsentSettingsRow, now: Date): NewConsent[] {
  const { message, id: messageId, customerId, identityId } = written;
  const { content, sentAt, wamid } = message;
  const fact = {
    customerId,
    identityId,
    action: word.action,
    source: content.kind === 'choice' ? 'button' : 'typed-word',
    proof: { messageId, wamid },
    at: sentAt < now ? sentAt : now,
    recordedAt: now,
  } as const;
  const said = content.kind === 'text' || content.kind === 'choice' ? content.text : null;
  const facts: NewConsent[] = [
    { ...fact, id: randomUUIDv7(), topic: word.topic, wording: said, dedupeKey: `word:${wamid}` },
  ];
  if (word.action === 'opt-in' && word.topic === 'all' && startOffer) {
    const offered = { topic: 'marketing', wording: startOffer, dedupeKey: `word:${wamid}:offers` } as const;
    facts.push({ ...fact, id: randomUUIDv7(), ...offered });
  }
  return facts;
}

async function confirm(
  tx: MerchantTx,
  { customerId, conversationId, identityId, numberId }: Written,
  answer: OptAnswer,
  { language: spoken }: OptWord,
  { startOffer }: ConsentSettingsRow,
  now: Date,
): Promise<void> {
  // A word that comes a day late can be kept, but not answered in free text.
  if (!identityId || !isWindowOpen(await lastInboundAt(tx, { identityId, numberId }), now)) return;
  const text = await answerText(tx, customerId, answer, { spoken });
  const offer = answer === 'stopped' && startOffer ? `\n\n${startOffer}` : '';
  await answerByWhatsApp(tx, { conversationId, identityId, numberId }, text + offer, now);
}
