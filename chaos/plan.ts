import type { Purpose } from '../contract/message.ts';
import { seededRandom } from '../whatsapp-simulator/random.ts';

/** Somebody who is written to. `hasWindow`: they have written themselves, so free text may be sent. */
export type PlannedPerson = { hasWindow: boolean };

/** One step of the load: messages that are queued together, to one person; or the moment at which that person opts out. */
export type PlanStep =
  | { kind: 'messages'; person: number; purpose: Purpose; count: number }
  | { kind: 'opt-out'; person: number };

/** Answers come in rows, whose order is watched; what is automatic comes alone. */
const LONGEST_ROW = 5;
const SHARES = { reply: 0.35, transactional: 0.25 };
/** Of the messages, so many opt-outs; each is followed by what must never go. */
const OPT_OUTS = 0.01;

/** How many people so many messages go to: far fewer a person than the pair rate allows. */
export const peopleFor = (sends: number): PlannedPerson[] =>
  Array.from({ length: Math.max(40, Math.ceil(sends / 4)) }, (_, n) => ({ hasWindow: n % 3 === 0 }));

/** The load of a run: the same seed plans the same. As many messages as `sends`, opt-outs not counted. */
export function planLoad(seed: number, sends: number, people: readonly PlannedPerson[]): PlanStep[] {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const withWindow = people.flatMap(({ hasWindow }, n) => (hasWindow ? [n] : []));
  const steps: PlanStep[] = [];
  let left = sends;
  const add = (person: number, purpose: Purpose, count: number) => {
    const taken = Math.min(left, count);
    if (taken > 0) steps.push({ kind: 'messages', person, purpose, count: taken });
    left -= taken;
  };
  while (left > 0) {
    const dice = random();
    if (dice < OPT_OUTS) {
      const person = below(people.length);
      add(person, 'marketing', 1);
      steps.push({ kind: 'opt-out', person });
      add(person, 'marketing', 1);
      add(person, 'transactional', 1);
    } else if (dice < OPT_OUTS + SHARES.reply / 3) {
      // A third of the dice: a row is three messages on average.
      add(withWindow[below(withWindow.length)]!, 'reply', 1 + below(LONGEST_ROW));
    } else {
      const isWaitedFor = random() < SHARES.transactional / (1 - SHARES.reply);
      add(below(people.length), isWaitedFor ? 'transactional' : 'marketing', 1);
    }
  }
  return steps;
}
