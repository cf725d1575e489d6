import type { SendObstacle } from '../../contract/send-outlook.ts';
import { type ConsentState, mayWrite, type Purpose, type RefusalReason } from './consent.ts';
import { type Because, mayGo } from './send-decision.ts';

export type OutlookFacts = {
  /** What the number sends now; null: there is no such number. */
  number: { sending: 'on' | 'no-marketing' | 'stopped'; stop: { reason: string; advice: string } | null } | null;
  hasRecipient: boolean;
  lastInboundAt: Date | null;
  consents: ConsentState;
};

/** Templates are approved here: whether one is, it says itself. */
const APPROVED = { status: 'APPROVED', pausedUntil: null, hasChanged: false };

const MEND: Record<Exclude<Because, 'consent'>, string> = {
  number: 'Connect a number in the settings.',
  recipient: 'They become known when they write by WhatsApp: “Continue on WhatsApp” in the chat leads there.',
  window: 'Send a template; free text goes again when the customer writes.',
  template: 'Choose another template.',
  expired: 'Write it anew.',
  failures: 'Look at the server’s log.',
};

const AGREE: Record<RefusalReason, string> = {
  'no-opt-in':
    'Ask them; what they say is recorded under Consent beside the chat. A utility template, or an answer to what they wrote, needs no yes.',
  'opted-out-of-marketing': 'Offers go again once they agree anew. A utility template may be sent.',
  'stopped-in-whatsapp': 'Only they can switch offers on again, in WhatsApp. A utility template may be sent.',
  'opted-out': 'They can take it back by writing START. What they write is still answered, while the window is open.',
};

/** What would stand in the way of a message of this kind at `now`; null: nothing. By the rule that decides when it is sent. */
export function obstacleTo(purpose: Purpose, facts: OutlookFacts, now: Date): SendObstacle | null {
  const { number, hasRecipient, lastInboundAt, consents } = facts;
  const consent = mayWrite(purpose, consents);
  const decision = mayGo(
    {
      ...{ purpose, hasRecipient, lastInboundAt, consent, failedClaims: 0, expiresAt: null },
      isConnected: number !== null,
      template: purpose === 'reply' ? null : APPROVED,
    },
    now,
  );
  if (decision.send === 'nothing') {
    const { because, reason } = decision;
    const mend = because === 'consent' ? (consent.ok ? '' : AGREE[consent.reason]) : MEND[because];
    return { kind: 'refused', words: sentence(reason), mend };
  }
  const { sending, stop } = number!;
  if (sending === 'stopped' || (sending === 'no-marketing' && purpose === 'marketing'))
    return { kind: 'waits', words: sentence(stop?.reason ?? 'The number is stopped.'), mend: stop?.advice ?? '' };
  return null;
}

const sentence = (words: string) => words.replace(/\.?$/, '.');
