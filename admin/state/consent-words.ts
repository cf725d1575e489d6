import type { ConsentSource, ConsentTopic, CustomerConsents } from '../../contract/consent.ts';

type Said = CustomerConsents['history'][number];

const HOW: Record<ConsentSource, string> = {
  'typed-word': 'written by WhatsApp',
  button: 'tapped a button in WhatsApp',
  'meta-preference': 'set in WhatsApp itself',
  'meta-error': 'WhatsApp refused an offer',
  checkbox: 'ticked on a page',
  agent: 'recorded by an agent',
  api: 'told by the shop’s system',
  import: 'from a list',
};

export const howWords = ({ source, by }: Pick<Said, 'source' | 'by'>): string =>
  source === 'agent' && by
    ? `recorded by ${by}`
    : source === 'import' && by
      ? `from a list that ${by} loaded`
      : HOW[source];

export const whatWords = ({ topic, action, source }: Pick<Said, 'topic' | 'action' | 'source'>): string => {
  const isMetas = source === 'meta-preference' || source === 'meta-error';
  if (topic === 'all') return action === 'opt-out' ? 'No automatic messages' : 'Automatic messages again';
  if (action === 'opt-out') return 'No offers';
  return isMetas ? 'Offers switched on again' : 'Agreed to offers';
};

/** How they stand, in one line, and whether that is good news for a campaign. */
export function standingWords({ marketing, all }: Pick<CustomerConsents, ConsentTopic>): {
  words: string;
  kind: 'in' | 'out' | 'none';
} {
  if (all === 'out') return { words: 'Wants no automatic messages', kind: 'out' };
  if (marketing === 'out') return { words: 'Wants no offers', kind: 'out' };
  if (marketing === 'in') return { words: 'Has agreed to offers', kind: 'in' };
  return { words: 'Has not agreed to offers', kind: 'none' };
}

/** What is answered, and when. */
export const ANSWER_WORDS = [
  ['stopped', 'To STOP'],
  ['stopped-offers', 'To a word that ends offers'],
  ['started', 'To START'],
  ['confirm', 'When a yes from a page waits for the phone’s'],
  ['confirmed', 'To that yes'],
] as const satisfies readonly (readonly [string, string])[];

const names = new Intl.DisplayNames(['en'], { type: 'language' });
export const languageName = (language: string): string => names.of(language) ?? language;

const MOST_WORDS = 50;
const LONGEST_WORD = 60;

/** One a line; each once. */
export const readWords = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map(word => word.trim())
      .filter(word => word !== ''),
  ),
];

/** What the server would refuse, in words. */
export function wordsProblem(words: readonly string[]): string | null {
  if (words.length > MOST_WORDS) return `There can be ${MOST_WORDS} words of each kind, and these are ${words.length}.`;
  const long = words.find(word => word.length > LONGEST_WORD);
  return long ? `“${long.slice(0, 20)}…” has ${long.length} characters; a word has at most ${LONGEST_WORD}.` : null;
}
