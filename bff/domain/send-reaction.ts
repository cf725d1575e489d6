import type { Purpose } from '../../contract/message.ts';
import { backoff } from './backoff.ts';
import { DAY, HOUR, MINUTE } from './duration.ts';
import type { ErrorClass } from './error-class.ts';
import { pairBackoff } from './pair-rate.ts';

/**
 * What Meta answered to an attempt, or said of it later. `isLate`: it had been accepted, so it is not sent again if it may have arrived.
 * `keptFile`: its file was not brought to Meta for it, but had been there before.
 */
export type SendFailure =
  /** Nothing was written. */
  | { kind: 'unreachable' }
  | { kind: 'refused'; errorClass: ErrorClass; code: number | null; isLate?: boolean; keptFile?: boolean };

/** What becomes of the message, and of what it was sent with. */
export type SendReaction = {
  message: { next: 'retry'; at: Date; counts: boolean } | { next: 'fail' };
  /** The number sends nothing, or no marketing, until then; null: until somebody resumes it. */
  stopNumber?: { what: 'all' | 'marketing'; until: Date | null };
  slowNumber?: true;
  /** Nothing from this number to this person before then. */
  closePair?: Date;
  template?: 'PAUSED' | 'DISABLED' | 'REJECTED';
  /** Meta's templates are to be loaded again. */
  syncTemplates?: true;
  suppressMarketing?: true;
  closeWindow?: true;
  /** Its file is not taken to be with Meta any more. */
  forgetUpload?: true;
};

/** Of the refusals that may pass by themselves a message takes so many. */
const MOST_REFUSALS = 6;
/** Meta keeps marketing bearable for the customer. That passes by the day, and has its own tries. */
const CAPPED = 131049;
const MOST_CAPPED = 2;
const THROTTLES = new Set([4, 80007, 130429, 131056, 131057, 133004, 613]);
const MARKETING_STOPS = new Set([131048, 131064]);
const TEMPLATE_STATES: Record<number, 'PAUSED' | 'DISABLED' | 'REJECTED'> = {
  132001: 'PAUSED',
  132007: 'REJECTED',
  132015: 'PAUSED',
  132016: 'DISABLED',
};
/** The template may be another one by now than the one that is known here. */
const MISFITS = new Set([132000, 132005, 132012, 132018]);
/** What Meta says, among other things, of a file that it has no more. */
const LOST_FILES = new Set([100, 131009, 131053]);
const LATER_BY = { blocked: 6 * HOUR, marketing: 4 * HOUR, upgrade: MINUTE } as const;

/** May it slow or stop the whole number? */
export const isAboutNumber = (failure: SendFailure): boolean =>
  failure.kind === 'refused' && (['STOPNUM', 'AUTH'].includes(failure.errorClass) || failure.code === 130429);

export type FailedMessage = {
  purpose: Purpose;
  hasFile: boolean;
  /** The codes that it was refused with for a passing reason before. */
  refusals: readonly (number | null)[];
  /** The number of the attempt that failed, from 1; pauses grow with it. */
  attempt: number;
  /** Not sent any more from then on. */
  expiresAt: Date | null;
};

/**
 * What to do about a failure of one attempt, by the class of the error (Meta, "Error codes"). No other try is promised for when it is
 * too late for the message.
 * @param random from 0 to below 1
 */
export function reactTo(failure: SendFailure, failed: FailedMessage, now: Date, random: number): SendReaction {
  const reaction = ofClass(failure, failed, now, random);
  const { message } = reaction;
  const isTooLate = message.next === 'retry' && failed.expiresAt !== null && message.at >= failed.expiresAt;
  return isTooLate ? { ...reaction, ...FAIL } : reaction;
}

function ofClass(failure: SendFailure, message: FailedMessage, now: Date, random: number): SendReaction {
  const again = new Date(now.getTime() + backoff(message.attempt, random));
  if (failure.kind === 'unreachable') return { message: retry(again, false) };
  const { errorClass, code, isLate, keptFile = false } = failure;
  const refusals = message.refusals.filter(one => one !== CAPPED).length;
  if (isLate && errorClass === 'RB' && !(code !== null && THROTTLES.has(code))) return FAIL;
  switch (errorClass) {
    case 'RB':
      return passing(code, refusals, again, now);
    case 'RL':
      if (message.refusals.filter(one => one === code).length >= MOST_CAPPED) return FAIL;
      // Meta: not before 24 hours have passed. Spread, so that those who were held back together do not come together.
      return { message: retry(new Date(now.getTime() + DAY + random * HOUR), true) };
    case 'TPL':
      return ofTemplate(code, refusals, now);
    case 'SUP':
      return { ...FAIL, suppressMarketing: true };
    case 'STOPNUM':
      return ofNumber(code, message.purpose, now);
    case 'AUTH':
      return { message: retry(now, false), stopNumber: { what: 'all', until: null } };
    case 'NO':
    case 'FIX':
      if (code !== null && LOST_FILES.has(code) && message.hasFile) return ofFile(keptFile, refusals, now);
      return code !== null && MISFITS.has(code) ? { ...FAIL, syncTemplates: true } : FAIL;
  }
}

function passing(code: number | null, refusals: number, again: Date, now: Date): SendReaction {
  if (code === 131056) {
    const at = pairBackoff(refusals + 1, now);
    return { message: retry(at, true), closePair: at };
  }
  const isThrottle = code !== null && THROTTLES.has(code);
  if (!isThrottle && refusals >= MOST_REFUSALS) return FAIL;
  const at = code === 131057 ? new Date(now.getTime() + LATER_BY.upgrade) : again;
  return { message: retry(at, !isThrottle), ...(code === 130429 && { slowNumber: true as const }) };
}

function ofTemplate(code: number | null, refusals: number, now: Date): SendReaction {
  if (code === 131047) return { ...FAIL, closeWindow: true };
  const template = code === null ? undefined : TEMPLATE_STATES[code];
  if (!template) return FAIL;
  // It is looked at again at the next claim, which knows until when it waits. Whether there is one at all, the sync tells.
  const isOver = template !== 'PAUSED' || (code === 132001 && refusals >= MOST_REFUSALS);
  return { message: isOver ? FAIL.message : retry(now, code === 132001), template, syncTemplates: true };
}

/** It goes once more with the file brought anew, unless it was new. */
function ofFile(keptFile: boolean, refusals: number, now: Date): SendReaction {
  const isOver = !keptFile || refusals >= MOST_REFUSALS;
  return { message: isOver ? FAIL.message : retry(now, true), forgetUpload: true };
}

function ofNumber(code: number | null, purpose: Purpose, now: Date): SendReaction {
  if (code !== null && MARKETING_STOPS.has(code)) {
    const until = new Date(now.getTime() + LATER_BY.marketing);
    return { message: retry(purpose === 'marketing' ? now : until, true), stopNumber: { what: 'marketing', until } };
  }
  const until = code === 368 ? new Date(now.getTime() + LATER_BY.blocked) : null;
  return { message: retry(now, false), stopNumber: { what: 'all', until } };
}

const FAIL: SendReaction = { message: { next: 'fail' } };
const retry = (at: Date, counts: boolean) => ({ next: 'retry', at, counts }) as const;
