import type { Purpose, WaitReason } from '../../contract/message.ts';
import { MINUTE, SECOND } from './duration.ts';
import { isWindowOpen } from './service-window.ts';

/** What decides at the time of sending, from rows as they are then. */
export type SendFacts = {
  /** Of a delivery whose lease has ended: `sending` means that nobody knows whether the attempt arrived. */
  state: 'queued' | 'sending' | 'unknown';
  purpose: Purpose;
  unknownAt: Date | null;
  /** Webhooks that came since then have not been read yet: what settles it may be among them. */
  unreadSince: Date | null;
  resends: number;
  /** Claims that never became an attempt. */
  failedClaims: number;
  expiresAt: Date | null;
  /** Its number is still the merchant's to send from. */
  isConnected: boolean;
  /** The person can be reached at all: the identity was not erased. */
  hasRecipient: boolean;
  /**
   * `gone`: the template is not here any more. Null: the message is no template. `hasChanged`: it takes other values now than those it
   * was filled with.
   */
  template: { status: string; pausedUntil: Date | null; hasChanged: boolean } | 'gone' | null;
  lastInboundAt: Date | null;
  /** `words`: why not, for the merchant. */
  consent: { ok: true } | { ok: false; words: string };
};

/** Which fact speaks against it. */
export type Because = 'failures' | 'expired' | 'number' | 'recipient' | 'consent' | 'window' | 'template';

/** `reason` is a sentence for the merchant. */
export type SendDecision =
  | { send: 'now' }
  /** Once more, though the attempt before may have arrived. */
  | { send: 'again' }
  | { send: 'later'; reason: WaitReason; until: Date }
  | { send: 'nothing'; because: Because; reason: string }
  /** An attempt was cut off: a status webhook may settle it until then. */
  | { send: 'unknown'; settleBy: Date }
  /** It stayed unknown, and sending again might double it: a person decides. */
  | { send: 'held' };

/** A server that is killed between claim and attempt is no fault of the message; so often, it is. */
const MOST_FAILED_CLAIMS = 25;
const PAUSE_LOOK = 10 * MINUTE;
/** Webhooks are read within moments, unless whoever read them was killed. */
const READ_LOOK = 2 * SECOND;
const SENDABLE = new Set(['APPROVED', 'REINSTATED', 'FLAGGED']);
const WAITING = new Set(['PAUSED', 'PENDING', 'IN_APPEAL', 'LOCKED']);

/**
 * May this message go at `now`?
 * @param settleTime how long a lost answer is waited for, in ms
 */
export function decideSend(facts: SendFacts, settleTime: number, now: Date): SendDecision {
  if (facts.state === 'sending') return { send: 'unknown', settleBy: later(now, settleTime) };
  const may = mayGo(facts, now);
  if (facts.state === 'queued') return may;
  const settleBy = later(facts.unknownAt ?? now, settleTime);
  if (now < settleBy) return { send: 'later', reason: 'settling', until: settleBy };
  if (facts.unreadSince && facts.unreadSince < settleBy)
    return { send: 'later', reason: 'settling', until: later(now, READ_LOOK) };
  if (facts.purpose === 'marketing' || facts.resends > 0 || may.send === 'nothing') return { send: 'held' };
  return may.send === 'now' ? { send: 'again' } : may;
}

/** What is asked of a message that has not been tried yet, or is to be tried again. */
export type GoFacts = Omit<SendFacts, 'state' | 'unknownAt' | 'unreadSince' | 'resends'>;

/** What {@link decideSend} says of it, its attempts left aside: the same before it is written as when its turn has come. */
export function mayGo(facts: GoFacts, now: Date): Extract<SendDecision, { send: 'now' | 'later' | 'nothing' }> {
  if (facts.failedClaims > MOST_FAILED_CLAIMS)
    return nothing('failures', 'This could not be sent: something went wrong on our side, again and again.');
  if (facts.expiresAt && now >= facts.expiresAt)
    return nothing('expired', 'It was not sent in the time in which it makes sense.');
  if (!facts.isConnected) return nothing('number', 'The number it was to be sent from is not connected any more.');
  if (!facts.hasRecipient) return nothing('recipient', 'The customer was erased, or has no WhatsApp address any more.');
  if (!facts.consent.ok) return nothing('consent', facts.consent.words);
  if (facts.template === null)
    return isWindowOpen(facts.lastInboundAt, now)
      ? { send: 'now' }
      : nothing('window', 'The service window closed before the message could be sent.');
  return withTemplate(facts.template, now);
}

function withTemplate(template: Exclude<SendFacts['template'], null>, now: Date): ReturnType<typeof mayGo> {
  if (template === 'gone') return nothing('template', 'The template is not there any more.');
  if (SENDABLE.has(template.status))
    return template.hasChanged
      ? nothing('template', 'The template has changed since this was filled in.')
      : { send: 'now' };
  if (!WAITING.has(template.status))
    return nothing('template', `The template cannot be used: Meta says ${template.status}.`);
  const look = later(now, PAUSE_LOOK);
  const until =
    template.pausedUntil && template.pausedUntil > now && template.pausedUntil < look ? template.pausedUntil : look;
  return { send: 'later', reason: 'template-paused', until };
}

const nothing = (because: Because, reason: string) => ({ send: 'nothing', because, reason }) as const;
const later = (at: Date, ms: number) => new Date(at.getTime() + ms);
