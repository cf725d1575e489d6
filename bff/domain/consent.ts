/** What somebody agrees to or takes back. `all`: everything that is not an answer to what they write. */
export type ConsentTopic = 'marketing' | 'all';
export type ConsentAction = 'opt-in' | 'opt-out';

/** How it became known; who may take back whose word hangs on it. */
export type ConsentSource =
  | 'typed-word'
  | 'button'
  | 'meta-preference'
  | 'meta-error'
  | 'checkbox'
  | 'agent'
  | 'api'
  | 'import';

/** One row of the ledger. */
export type ConsentFact = {
  topic: ConsentTopic;
  action: ConsentAction;
  source: ConsentSource;
  at: Date;
  /** What the customer was shown or wrote, word for word. */
  wording: string | null;
};

/** `none`: they never said anything about it. */
export type Standing = 'in' | 'out' | 'none';

/** How somebody stands, with the facts that it rests on. */
export type ConsentState = {
  marketing: Standing;
  all: Standing;
  /** The fact that decides, for each topic; null where there is none. */
  because: { marketing: ConsentFact | null; all: ConsentFact | null };
};

/** Whom a message is from: somebody who answers, something the customer asked for, or the shop on its own account. */
export type Purpose = 'reply' | 'transactional' | 'marketing';

export type RefusalReason = 'opted-out' | 'opted-out-of-marketing' | 'stopped-in-whatsapp' | 'no-opt-in';

/** `words` say it to people. */
export type Permission = { ok: true } | { ok: false; reason: RefusalReason; words: string };

/** How much somebody's word weighs: an opt-in takes back opt-outs of its own weight and below. */
const WEIGHT = {
  'typed-word': 3,
  button: 3,
  checkbox: 3,
  'meta-preference': 3,
  'meta-error': 3,
  agent: 2,
  api: 1,
  import: 0,
} as const satisfies Record<ConsentSource, number>;

const isMetas = ({ source }: ConsentFact) => source === 'meta-preference' || source === 'meta-error';

/**
 * How somebody stands after all they said. The facts are taken in the order of their `at`; of two at the same instant the opt-out comes
 * last and wins. The same facts in any order and number give the same state.
 *
 * An opt-out stands until an opt-in lifts it: Meta's only by Meta's own resume, which lifts nothing else and grants nothing; any other
 * by a newer word that weighs as much. `all` is lifted, never granted: offers need a yes to offers of their own, and such a yes takes
 * back an opt-out of `all` too. A yes that somebody else gives while the customer's no stands is void, also after the no is lifted.
 */
export function consentState(consents: readonly ConsentFact[]): ConsentState {
  let outs: ConsentFact[] = [];
  const granted: Record<ConsentTopic, ConsentFact | null> = { marketing: null, all: null };
  for (const fact of [...consents].sort(inOrder)) {
    if (fact.action === 'opt-out') {
      outs.push(fact);
      continue;
    }
    outs = outs.filter(out => !lifts(fact, out));
    const isVoid = isMetas(fact) || outs.some(out => concerns(out, fact.topic) && weightOf(out) > weightOf(fact));
    if (!isVoid) granted[fact.topic] = fact;
  }
  const [marketing, all] = [standing(outs, granted, 'marketing'), standing(outs, granted, 'all')];
  return {
    marketing: marketing.standing,
    all: all.standing,
    because: { marketing: marketing.because, all: all.because },
  };
}

/**
 * May this be written? A reply always, as far as consent goes: whether free text may be sent is the service window's to say. What the
 * customer asked for, unless they want nothing automatic. Offers only with a standing yes.
 */
export function mayWrite(purpose: Purpose, { marketing, all, because }: ConsentState): Permission {
  if (purpose === 'reply') return { ok: true };
  if (all === 'out') return refuse('opted-out');
  if (purpose === 'transactional') return { ok: true };
  if (marketing === 'in') return { ok: true };
  if (marketing === 'none') return refuse('no-opt-in');
  return refuse(because.marketing && isMetas(because.marketing) ? 'stopped-in-whatsapp' : 'opted-out-of-marketing');
}

const REFUSALS = {
  'opted-out': 'The customer wants no automatic messages',
  'opted-out-of-marketing': 'The customer wants no offers',
  'stopped-in-whatsapp': 'The customer has switched offers off in WhatsApp',
  'no-opt-in': 'The customer has not agreed to offers',
} as const satisfies Record<RefusalReason, string>;

const refuse = (reason: RefusalReason): Permission => ({ ok: false, reason, words: REFUSALS[reason] });

const weightOf = ({ source }: ConsentFact) => WEIGHT[source];

/** An opt-out of everything is one of offers too. */
const concerns = (out: ConsentFact, topic: ConsentTopic) => out.topic === topic || out.topic === 'all';

function lifts(fact: ConsentFact, out: ConsentFact): boolean {
  if (fact.at <= out.at || isMetas(fact) !== isMetas(out)) return false;
  return (fact.topic === out.topic || out.topic === 'all') && weightOf(fact) >= weightOf(out);
}

function standing(
  outs: readonly ConsentFact[],
  granted: Record<ConsentTopic, ConsentFact | null>,
  topic: ConsentTopic,
): { standing: Standing; because: ConsentFact | null } {
  const own = outs.filter(out => concerns(out, topic));
  // Of several the one that the most is needed to lift.
  const out = own.findLast(({ topic }) => topic === 'all') ?? own.findLast(out => !isMetas(out)) ?? own.at(-1);
  if (out) return { standing: 'out', because: out };
  return { standing: granted[topic] ? 'in' : 'none', because: granted[topic] };
}

/** A total order, so that the order in which facts are told plays no part. */
function inOrder(a: ConsentFact, b: ConsentFact): number {
  return a.at.getTime() - b.at.getTime() || compare(keyOf(a), keyOf(b));
}

// An opt-in before an opt-out; the weightier word first, for what is void beside it.
const keyOf = (fact: ConsentFact) =>
  [fact.action, 9 - weightOf(fact), fact.topic, fact.source, fact.wording ?? ''].join(' ');
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
