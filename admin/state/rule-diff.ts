import type { RuleDefinition, Step } from '../../contract/automation.ts';
import { actionWords, CANCEL_WORDS, HOURS_WORDS, onceWords, triggerWords, waitWords } from './automation-words.ts';
import { conditionWords } from './condition-words.ts';

/** One thing that another version says differently. null: there it says nothing of it. */
export type Difference = { what: string; before: string | null; after: string | null };

/** What `after` says differently from `before`, part by part, in words. */
export function differences(before: RuleDefinition, after: RuleDefinition): Difference[] {
  return [
    ...parts(before, after, [
      ['Name', ({ name }) => name],
      ['When', ({ trigger }) => triggerWords(trigger)],
      ['How often', ({ once }) => onceWords(once)],
      ['Only if', rule => rule.if && conditionWords(rule.if)],
      [
        'It ends when',
        ({ cancelledBy }) =>
          cancelledBy
            .map(cancel => CANCEL_WORDS[cancel])
            .sort()
            .join(', or ') || null,
      ],
      ['Hours', ({ hours }) => HOURS_WORDS[hours]],
    ]),
    ...stepDifferences(before.steps, after.steps),
  ];
}

type Part<T> = [what: string, words: (of: T) => string | null];

const parts = <T>(before: T, after: T, all: readonly Part<T>[], place = ''): Difference[] =>
  all.flatMap(([what, words]) => {
    const [was, is] = [words(before), words(after)];
    return was === is ? [] : [{ what: place + what, before: was, after: is }];
  });

const STEP_PARTS: Part<Step>[] = [
  ['time', waitWords],
  ['only if', step => step.if && conditionWords(step.if)],
  ['what it does', step => actionWords(step.do)],
  ['words', ({ do: action }) => ('text' in action ? action.text : null)],
  ['kind of message', ({ do: action }) => (action.kind === 'message' ? PURPOSE_WORDS[action.purpose] : null)],
  [
    'values of the template',
    ({ do: action }) => (action.kind === 'message' ? valueWords(action.template?.values) : null),
  ],
];
const PURPOSE_WORDS = { marketing: 'advertising', transactional: 'about something they did' };

const valueWords = (values: Record<string, string> = {}) =>
  Object.entries(values)
    .map(([key, value]) => `${key}: ${value}`)
    .sort()
    .join('; ') || null;

/** Steps that are the same in both hold the place; between them steps are changed, and what is left over was added or removed. */
function stepDifferences(before: readonly Step[], after: readonly Step[]): Difference[] {
  const found: Difference[] = [];
  let [b, a] = [0, 0];
  for (const [nextB, nextA] of [...common(before, after), [before.length, after.length] as const]) {
    const changed = Math.min(nextB - b, nextA - a);
    for (let n = 0; n < changed; n += 1)
      found.push(...parts(before[b + n]!, after[a + n]!, STEP_PARTS, `Step ${a + n + 1}, `));
    for (let n = b + changed; n < nextB; n += 1)
      found.push({ what: `Step ${n + 1} was removed`, before: stepWords(before[n]!), after: null });
    for (let n = a + changed; n < nextA; n += 1)
      found.push({ what: `Step ${n + 1} was added`, before: null, after: stepWords(after[n]!) });
    [b, a] = [nextB + 1, nextA + 1];
  }
  return found;
}

const stepWords = (step: Step) => `${waitWords(step)}. ${actionWords(step.do)}`;

/** The longest row of steps that are the same in both, by their places. */
function common(before: readonly Step[], after: readonly Step[]): [number, number][] {
  const same = (b: number, a: number) => JSON.stringify(before[b]) === JSON.stringify(after[a]);
  const longest = (b: number, a: number): [number, number][] => {
    if (b === before.length || a === after.length) return [];
    if (same(b, a)) return [[b, a], ...longest(b + 1, a + 1)];
    const [skipB, skipA] = [longest(b + 1, a), longest(b, a + 1)];
    return skipB.length >= skipA.length ? skipB : skipA;
  };
  return longest(0, 0);
}
