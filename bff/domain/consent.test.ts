import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type ConsentFact, type ConsentSource, consentState, mayWrite } from './consent.ts';

const BASE = Date.parse('2026-03-10T12:00:00Z');
/** `in marketing checkbox`, a second after the one before it; `@n` sets the second. */
const facts = (...told: string[]): ConsentFact[] =>
  told.map((line, i) => {
    const [action, topic, source, at] = line.split(' ') as ['in' | 'out', ConsentFact['topic'], ConsentSource, string?];
    const seconds = at ? Number(at.slice(1)) : i;
    return { action: `opt-${action}`, topic, source, at: new Date(BASE + seconds * 1000), wording: null };
  });
const stateOf = (...told: string[]) => {
  const { marketing, all } = consentState(facts(...told));
  return `${marketing}/${all}`;
};

const AGREED = 'in marketing checkbox';
const STOP = 'out all typed-word';
const START = 'in all typed-word';
const META_STOP = 'out marketing meta-preference';
const META_RESUME = 'in marketing meta-preference';

const CASES: [claim: string, told: string[], marketingAndAll: string][] = [
  ['nobody said anything', [], 'none/none'],
  ['a ticked box is a yes to offers', [AGREED], 'in/none'],
  ['STOP ends offers and everything automatic', [AGREED, STOP], 'out/out'],
  ['START takes the STOP back, and what was agreed before holds again', [AGREED, STOP, START], 'in/in'],
  ['START alone is no yes to offers', [STOP, START], 'none/in'],
  ['START does not take back a no to offers', [AGREED, 'out marketing button', START], 'out/in'],
  ['START with words about offers is a yes to them', [STOP, START, 'in marketing typed-word @1'], 'in/in'],
  ["Meta's stop ends offers alone", [AGREED, META_STOP], 'out/none'],
  ["Meta's resume lifts Meta's stop", [AGREED, META_STOP, META_RESUME], 'in/none'],
  ["Meta's resume lifts what 131050 told", [AGREED, 'out marketing meta-error', META_RESUME], 'in/none'],
  ["Meta's resume does not lift a typed STOP", [AGREED, STOP, META_RESUME], 'out/out'],
  ["Meta's resume lifts its own and leaves the STOP", [AGREED, META_STOP, STOP, META_RESUME], 'out/out'],
  ["Meta's resume is no yes of its own", [META_STOP, META_RESUME], 'none/none'],
  ["START does not lift Meta's stop", [AGREED, META_STOP, START], 'out/in'],
  ["a ticked box does not lift Meta's stop, and counts once it is lifted", [META_STOP, AGREED], 'out/none'],
  ["a ticked box under Meta's stop counts after the resume", [META_STOP, AGREED, META_RESUME], 'in/none'],
  ["an agent's yes under Meta's stop is void", [META_STOP, 'in marketing agent', META_RESUME], 'none/none'],
  ['a newer ticked box takes back a STOP', [STOP, AGREED], 'in/none'],
  ['a newer button takes back a STOP', [STOP, 'in marketing button'], 'in/none'],
  ["an agent's word does not take back a STOP", [STOP, 'in marketing agent'], 'out/out'],
  ["a system's word does not take back a STOP", [STOP, 'in marketing api'], 'out/out'],
  ['an import does not take back a STOP', [STOP, 'in marketing import'], 'out/out'],
  ['an import under a STOP is void after START too', [STOP, 'in marketing import', START], 'none/in'],
  ["an agent takes back an agent's opt-out", ['out marketing agent', 'in marketing agent'], 'in/none'],
  ["an import does not take back an agent's opt-out", ['out marketing agent', 'in marketing import'], 'out/none'],
  ["a system does not take back an agent's opt-out", ['out marketing agent', 'in marketing api'], 'out/none'],
  ['an older box does not take back a STOP', [`${STOP} @5`, `${AGREED} @4`], 'out/out'],
  ['at the same instant the opt-out wins', [`${AGREED} @3`, `${STOP} @3`], 'out/out'],
  ['at the same instant the opt-out wins, told first too', [`${STOP} @3`, `${AGREED} @3`], 'out/out'],
  ['a yes to everything is none to offers', ['in all checkbox'], 'none/in'],
];

describe('consentState', () => {
  for (const [claim, told, expected] of CASES) {
    it(claim, () => assert.equal(stateOf(...told), expected));
  }

  it('names the fact that decides', () => {
    const [agreed, stop] = facts(AGREED, STOP);
    assert.equal(consentState([agreed!]).because.marketing, agreed);
    assert.deepEqual(consentState([stop!, agreed!]).because, { marketing: stop, all: stop });
  });

  // A record without a prototype is no row; two equal facts, one with and one without, would differ to `deepEqual` alone.
  const fact = fc.record<ConsentFact>(
    {
      topic: fc.constantFrom('marketing', 'all'),
      action: fc.constantFrom('opt-in', 'opt-out'),
      source: fc.constantFrom(
        ...(['typed-word', 'button', 'checkbox', 'meta-preference', 'meta-error', 'agent', 'api', 'import'] as const),
      ),
      at: fc.integer({ min: 0, max: 6 }).map(seconds => new Date(BASE + seconds * 1000)),
      wording: fc.constantFrom(null, 'A', 'B'),
    },
    { noNullPrototype: true },
  );
  const ledger = fc.array(fact, { maxLength: 14 });

  it('is the same for the same facts in any order and number', () => {
    const told = ledger.chain(facts =>
      fc.record({
        facts: fc.constant(facts),
        again: fc.shuffledSubarray([...facts, ...facts, ...facts], { minLength: 0 }),
      }),
    );
    fc.assert(
      fc.property(told, ({ facts, again }) => {
        assert.deepEqual(consentState([...again, ...facts].reverse()), consentState(facts));
      }),
      { numRuns: 500 },
    );
  });

  it('is never a yes when the last word is a no', () => {
    fc.assert(
      fc.property(ledger, fact, (before, last) => {
        const end = new Date(Math.max(...[...before, last].map(({ at }) => at.getTime())));
        const state = consentState([...before, { ...last, action: 'opt-out', at: end }]);
        assert.equal(state.marketing, 'out');
        if (last.topic === 'all') assert.equal(state.all, 'out');
      }),
      { numRuns: 500 },
    );
  });

  it('is a yes to offers only by a yes to offers that is not Meta’s', () => {
    fc.assert(
      fc.property(ledger, told => {
        const { marketing, because } = consentState(told);
        if (marketing !== 'in') return;
        const { topic, action, source } = because.marketing!;
        assert.deepEqual({ topic, action }, { topic: 'marketing', action: 'opt-in' });
        assert.ok(!source.startsWith('meta-'));
      }),
      { numRuns: 500 },
    );
  });

  it('changes no argument', () => {
    const told = Object.freeze(facts(STOP, AGREED, META_STOP));
    consentState(told);
  });
});

describe('mayWrite', () => {
  const decide = (purpose: 'reply' | 'transactional' | 'marketing', ...told: string[]) => {
    const permission = mayWrite(purpose, consentState(facts(...told)));
    return permission.ok ? 'ok' : permission.reason;
  };

  it('lets a reply go whatever was said', () => {
    for (const told of [[], [STOP], [META_STOP]]) assert.equal(decide('reply', ...told), 'ok');
  });

  it('lets what was asked for go until everything automatic is refused', () => {
    assert.equal(decide('transactional'), 'ok');
    assert.equal(decide('transactional', META_STOP), 'ok');
    assert.equal(decide('transactional', 'out marketing agent'), 'ok');
    assert.equal(decide('transactional', STOP), 'opted-out');
    assert.equal(decide('transactional', STOP, START), 'ok');
  });

  it('lets offers go with a standing yes alone, and says why not', () => {
    assert.equal(decide('marketing', AGREED), 'ok');
    assert.equal(decide('marketing'), 'no-opt-in');
    assert.equal(decide('marketing', AGREED, STOP), 'opted-out');
    assert.equal(decide('marketing', AGREED, META_STOP), 'stopped-in-whatsapp');
    assert.equal(decide('marketing', AGREED, 'out marketing button'), 'opted-out-of-marketing');
    assert.equal(decide('marketing', AGREED, META_STOP, 'out marketing agent'), 'opted-out-of-marketing');
  });

  it('says it in words', () => {
    const permission = mayWrite('marketing', consentState([]));
    assert.ok(!permission.ok && permission.words === 'The customer has not agreed to offers');
  });
});
