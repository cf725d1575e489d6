import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** A piece of source text, found exactly once in its file, and what stands there while the defence is off. */
export type Edit = { file: string; find: string; replace: string };

/** Something that keeps a promise. Switched off, the harness must see the promise broken. */
export type Defence = {
  name: string;
  /** What it is good for. */
  why: string;
  edits: readonly Edit[];
  /** A run that shows its absence, as options of `npm run chaos`. */
  shownBy: readonly string[];
};

const SEND = 'bff/jobs/sender/flights.ts';
const CLAIM = 'bff/services/claim-sends.ts';
const DECIDE = 'bff/domain/send-decision.ts';

/** A small run, in which a status has twelve seconds. */
const QUICK = ['--sends', '300', '--settle', '12', '--lease', '2', '--minutes', '4'];
const LARGER = [...QUICK, '--sends', '800', '--kills', '25'];
/** Statuses that come later than the second attempt is under way. */
const LATE = [...LARGER, '--settle', '25', '--late-webhooks', '99%'];
const FORGETFUL = [...QUICK, '--sends', '600', '--kills', '15', '--lost-webhooks', '60%'];

/** Runs with all defences up, in which every promise is kept: what is missed without one is missed because of it. */
export const CONTROLS: readonly (readonly string[])[] = [LARGER, FORGETFUL];

export const DEFENCES: readonly Defence[] = [
  {
    name: 'leases',
    why: 'a claim ends, so that another process goes on with what a killed one had',
    edits: [{ file: CLAIM, find: 'now.getTime()) + lease)', replace: 'now.getTime()) + 864e5)' }],
    shownBy: [...QUICK, '--kills', '15', '--minutes', '2'],
  },
  {
    name: 'attempt-first',
    why: 'an attempt is committed before the socket is written, so that whoever finds it knows that it may have arrived',
    edits: [
      {
        file: SEND,
        find: 'const attempt = await begin(merchantId, { deliveryId, fence });',
        replace: 'const attempt = fence > 0 ? send.attempts + 1 : null;',
      },
    ],
    shownBy: LARGER,
  },
  {
    name: 'settle',
    why: 'an attempt without an answer is waited for, until its status has had its time and was read, before the message goes again',
    edits: [
      {
        file: DECIDE,
        find: "if (now < settleBy) return { send: 'later', reason: 'settling', until: settleBy };",
        replace: '',
      },
      { file: DECIDE, find: 'facts.unreadSince && facts.unreadSince < settleBy', replace: 'now < settleBy && !now' },
      {
        file: 'bff/services/settle-sends.ts',
        find: 'new Date(now.getTime() + settleTime)',
        replace: 'new Date(now.getTime() + settleTime * 0)',
      },
    ],
    shownBy: LATE,
  },
  {
    name: 'echo',
    why: 'our own id comes back in each status, so that one settles an attempt whose answer was lost',
    edits: [
      {
        file: 'bff/services/apply-delivery-status.ts',
        find: 'const echo = readEcho(status.callbackData);',
        replace: 'const echo = readEcho(undefined);',
      },
    ],
    shownBy: [...QUICK, '--kills', '15'],
  },
  {
    name: 'own-attempt',
    why: 'what is told late of an attempt that Meta has declined does not pass for the next one',
    edits: [{ file: 'bff/services/record-delivery-events.ts', find: '.filter(speaksOfNow(row))', replace: '' }],
    shownBy: [...QUICK, '--sends', '600', '--kills', '10', '--declined', '40%'],
  },
  {
    name: 'hold-marketing',
    why: 'marketing that stays in doubt is held: it is never sent again without a person who decides it',
    edits: [{ file: DECIDE, find: "facts.purpose === 'marketing' || ", replace: '' }],
    shownBy: FORGETFUL,
  },
  {
    name: 'consent-join',
    why: 'the claim asks the consent ledger as it is then, not as it was when the message was queued',
    edits: [
      {
        file: CLAIM,
        find: 'mayWrite(purposeNow(send), consentState(consents.get(send.customerId) ?? []))',
        replace: "mayWrite('reply', consentState(consents.get(send.customerId) ?? []))",
      },
    ],
    shownBy: [...QUICK, '--kills', '5'],
  },
  {
    name: 'monotone-status',
    why: 'a state never goes down, in whatever order and number the statuses come',
    edits: [
      {
        file: 'bff/domain/delivery-state.ts',
        find: 'const reached = LADDER.findLast(state => facts.at[state])',
        replace: 'const reached = LADDER.find(state => facts.at[state] && LADDER.indexOf(state) > 4)',
      },
    ],
    shownBy: [...QUICK, '--kills', '5'],
  },
  {
    name: 'de-duplication',
    why: 'what Meta tells twice is kept once',
    edits: [
      {
        file: 'bff/services/receive-whatsapp-webhook.ts',
        find: 'const parts = firstOfEach(told);',
        replace: 'const parts = told;',
      },
      {
        file: 'bff/db/keep-webhook-parts.ts',
        find: 'on conflict do nothing returning id, line)',
        replace: 'returning id, line)',
      },
    ],
    shownBy: [...QUICK, '--kills', '5', '--minutes', '1'],
  },
  {
    name: 'order',
    why: 'a message waits while an earlier one of its conversation is on its way',
    edits: [
      {
        file: 'bff/db/due-sends.ts',
        find: 'and e.priority <= s.priority and e.blocks)',
        replace: 'and e.priority <= s.priority and e.blocks and false)',
      },
    ],
    shownBy: [...QUICK, '--kills', '15'],
  },
  {
    name: 'fencing',
    why: 'a refusal speaks of its own attempt alone: who was thought dead undoes nothing of whoever goes on, and writes nothing any more',
    edits: [
      { file: SEND, find: 'clock.now().getTime() < writeBy', replace: 'clock.now().getTime() > 0' },
      { file: 'bff/db/deliveries.ts', find: 'd.id = v.id and d.attempt = v.attempt', replace: 'd.id = v.id' },
      {
        file: 'bff/services/react-to-failure.ts',
        find: '!row || row.attempt !== failed.attempt',
        replace: '!row',
      },
    ],
    // A request that meets a connection which was closed meanwhile does no harm: two or three are frozen, and one is enough.
    shownBy: [...LARGER, '--sends', '3000', '--kills', '120', '--minutes', '5'],
  },
];

export function defenceNamed(name: string): Defence {
  const found = DEFENCES.find(defence => defence.name === name);
  if (!found) throw new Error(`There is no defence "${name}".`);
  return found;
}

/** The text with these edits made. @throws Error when one does not stand there exactly once */
export function replaceAll(text: string, edits: readonly Edit[]): string {
  return edits.reduce((changed, { file, find, replace }) => {
    const found = changed.split(find).length - 1;
    if (found !== 1) throw new Error(`${file} has ${found} times, not once: ${find}`);
    return changed.replace(find, () => replace);
  }, text);
}
