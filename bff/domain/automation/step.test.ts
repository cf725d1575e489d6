import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Cancel, type RuleDefinition, type Step } from '../../../contract/automation.ts';
import { consentState } from '../consent.ts';
import { DAY, HOUR, MINUTE } from '../duration.ts';
import { cancelledBy } from './cancel.ts';
import type { PersonFacts, RunFacts } from './facts.ts';
import { quietUntil } from './hours.ts';
import { type Decision, decideStep, type Manners } from './step.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
const ZONES = Intl.supportedValuesOf('timeZone');

const manners = fc.record<Manners>({
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'),
  quiet: fc.constantFrom(
    { from: '21:00', to: '09:00' },
    { from: '01:30', to: '02:30' },
    { from: '12:00', to: '12:00' },
  ),
  week: fc.constantFrom(
    { monday: [{ from: '09:00', to: '18:00' }] },
    { tuesday: [{ from: '22:00', to: '06:00' }] },
    {},
  ),
  cap: fc.record({ messages: fc.integer({ min: 1, max: 3 }), days: fc.integer({ min: 1, max: 7 }) }),
});

const moment = (min: number, max: number) => fc.integer({ min, max }).map(ms => at(ms));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const consents = fc.array(
  fc.record({
    topic: fc.constantFrom('marketing' as const, 'all' as const),
    action: fc.constantFrom('opt-in' as const, 'opt-out' as const),
    source: fc.constantFrom('typed-word' as const, 'checkbox' as const, 'meta-preference' as const),
    at: moment(-30 * DAY, 0),
    wording: fc.constant(null),
  }),
  { maxLength: 4 },
);

const person: fc.Arbitrary<PersonFacts> = fc
  .record({
    cartStatus: fc.oneof(
      { weight: 8, arbitrary: fc.constant('open' as const) },
      fc.constantFrom('ordered' as const, 'emptied' as const),
    ),
    touchedAt: moment(-2 * DAY, 0),
    ordered: fc.array(moment(-3 * DAY, 0), { maxLength: 1 }),
    zones: fc.oneof(
      fc.constantFrom(...ZONES).map(name => ({ names: [name], from: 'browser' as const })),
      fc
        .constantFrom(['America/New_York', 'Pacific/Honolulu'], ['Europe/Madrid', 'Atlantic/Canary'])
        .map(names => ({ names, from: 'phone' as const })),
    ),
    consents,
    wroteAt: maybe(moment(-3 * DAY, 0)),
    lastInboundAt: maybe(moment(-26 * HOUR, 0)),
    panelAt: maybe(moment(-3 * MINUTE, 0)),
    hasAddress: fc.constantFrom(true, true, false),
    advertisedAt: fc.array(moment(-7 * DAY, 0), { maxLength: 4 }),
  })
  .map(({ cartStatus: status, touchedAt: updatedAt, ordered, consents: said, hasAddress, ...rest }) => ({
    carts: [{ id: 'cart', status, items: [], currency: 'EUR', total: '10', url: null, updatedAt }],
    quotes: [],
    orders: ordered.map((placedAt, n) => ({
      ...{ id: `order ${n}`, externalId: '', number: null, status: 'placed' as const, currency: 'EUR', total: '1' },
      ...{ url: null, tracking: null, placedAt },
    })),
    customer: { id: 'customer', kind: 'known', fullName: null, phone: null },
    language: null,
    lead: { score: 10, stage: 'engaged', orders: 0, visits: 1 },
    consent: consentState(said),
    address: hasAddress ? { numberId: 'number', identityId: 'identity' } : null,
    tags: [],
    awaited: [],
    ...rest,
  }));

const step: fc.Arbitrary<Step> = fc.record({
  wait: fc.record({
    minutes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3 * 24 * 60 })),
    from: fc.constantFrom('trigger' as const, 'step' as const),
  }),
  withinMinutes: fc.integer({ min: 1, max: 2 * 24 * 60 }),
  if: fc.constant(null),
  do: fc.record({
    kind: fc.constant('message' as const),
    purpose: fc.constantFrom('marketing' as const, 'transactional' as const),
    panel: fc.constantFrom('first' as const, 'only' as const, 'never' as const),
    text: maybe(fc.constant('Hello')),
    template: maybe(fc.constant({ name: 'hello', language: 'en', values: {} })),
  }),
});

const rule: fc.Arbitrary<RuleDefinition> = fc.record({
  name: fc.constant('Rule'),
  trigger: fc.constant({ on: 'cart-left' as const }),
  once: fc.constant({ per: 'cart' as const }),
  if: fc.constant(null),
  cancelledBy: fc.subarray([...Cancel.options], { maxLength: 2 }),
  hours: fc.constantFrom('any' as const, 'not-quiet' as const, 'business' as const),
  steps: fc.array(step, { minLength: 1, maxLength: 3 }),
});

const run: fc.Arbitrary<RunFacts> = fc.record({
  ruleId: fc.constant('rule'),
  scopeKey: fc.constant('cart:cart'),
  ways: fc.constant([]),
  awaitingSince: fc.constant(null),
  subject: fc.constant({ cart: 'cart' }),
  moment: moment(-3 * DAY, -2 * DAY),
  startedAt: fc.constant(at(-3 * DAY)),
  step: fc.constant(0),
  steppedAt: maybe(moment(-DAY, 0)),
  newerAt: maybe(moment(-DAY, 0)),
});

/** What time does, with nothing else happening: the run is looked at whenever it asks to be, and its steps follow one another. */
function live(given: RuleDefinition, begun: RunFacts, who: PersonFacts, how: Manners, from: Date) {
  const looks: { decision: Decision; now: Date; run: RunFacts }[] = [];
  let [now, current] = [from, begun];
  for (let look = 0; look < 60; look += 1) {
    const decision = decideStep(given, current, who, how, now);
    looks.push({ decision, now, run: current });
    if (decision.outcome === 'send') seen[decision.by] += 1;
    if (decision.outcome === 'cancelled') break;
    if (decision.outcome === 'waiting') {
      assert.ok(decision.until > now, 'it asks to be looked at later');
      now = decision.until;
      continue;
    }
    if (current.step + 1 === given.steps.length) break;
    current = { ...current, step: current.step + 1, steppedAt: now };
  }
  return looks;
}

/** How often the properties below had something to say. */
const seen = { panel: 0, text: 0, template: 0 };

const world = [rule, run, person, manners, fc.oneof(fc.constant(NOW), moment(-2 * DAY, 2 * DAY))] as const;

describe('a step', () => {
  it('acts neither before it is due nor when it makes no sense any more, and a run comes to its end', () => {
    fc.assert(
      fc.property(...world, (given, begun, who, how, from) => {
        const looks = live(given, begun, who, how, from);
        assert.ok(looks.length < 60, 'it never ends');
        for (const {
          decision,
          now,
          run: { step: n, steppedAt },
        } of looks) {
          if (decision.outcome !== 'send') continue;
          const { wait, withinMinutes } = given.steps[n]!;
          const touched = who.carts[0]!.updatedAt;
          const due = (wait.from === 'step' ? (steppedAt ?? touched) : touched).getTime() + wait.minutes * MINUTE;
          assert.ok(now.getTime() >= due && now.getTime() < due + withinMinutes * MINUTE);
          assert.ok(decision.expiresAt > now && decision.expiresAt.getTime() <= due + withinMinutes * MINUTE);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('acts once, and never after what cancels it', () => {
    fc.assert(
      fc.property(...world, (given, begun, who, how, from) => {
        const acts = live(given, begun, who, how, from).filter(({ decision }) => decision.outcome === 'send');
        assert.equal(new Set(acts.map(({ run: { step: n } }) => n)).size, acts.length);
        if (acts.length > 0) assert.equal(cancelledBy(given.cancelledBy, begun, who), null);
      }),
      { numRuns: 3000 },
    );
  });

  it('never writes to who has opted out, and advertises by WhatsApp only to who agreed', () => {
    fc.assert(
      fc.property(...world, (given, begun, who, how, from) => {
        for (const {
          decision,
          run: { step: n },
        } of live(given, begun, who, how, from)) {
          if (decision.outcome !== 'send') continue;
          const { do: action } = given.steps[n]!;
          assert.notEqual(who.consent.all, 'out');
          if (action.kind !== 'message' || action.purpose !== 'marketing') continue;
          assert.notEqual(who.consent.marketing, 'out');
          if (decision.by !== 'panel') assert.equal(who.consent.marketing, 'in');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('writes by WhatsApp never in quiet hours, in whatever zone, nor beyond their beginning', () => {
    fc.assert(
      fc.property(...world, (given, begun, who, how, from) => {
        for (const { decision, now } of live(given, begun, who, how, from)) {
          if (decision.outcome !== 'send' || decision.by === 'panel' || given.hours === 'any') continue;
          for (const zone of who.zones.names) {
            assert.equal(quietUntil(now, zone, how.quiet), null, zone);
            assert.equal(
              quietUntil(new Date(decision.expiresAt.getTime() - 1), zone, how.quiet),
              null,
              `${zone} later`,
            );
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('goes one way: the panel where it is open and allowed, free text only inside the service window', () => {
    fc.assert(
      fc.property(...world, (given, begun, who, how, from) => {
        for (const {
          decision,
          now,
          run: { step: n },
        } of live(given, begun, who, how, from)) {
          if (decision.outcome !== 'send') continue;
          const { do: action } = given.steps[n]!;
          assert.ok(action.kind === 'message');
          if (decision.by === 'panel')
            assert.ok(action.panel !== 'never' && now.getTime() - who.panelAt!.getTime() < 90_000);
          else assert.ok(action.panel !== 'only' && who.address);
          if (decision.by === 'text') assert.ok(now.getTime() - who.lastInboundAt!.getTime() < DAY);
          if (decision.by === 'template') assert.ok(action.template);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('says no more than is settled of advertising: the cap delays, and beyond its time nothing is sent', () => {
    fc.assert(
      fc.property(...world, (given, begun, who, how, from) => {
        for (const {
          decision,
          now,
          run: { step: n },
        } of live(given, begun, who, how, from)) {
          const { do: action } = given.steps[n]!;
          if (decision.outcome !== 'send' || decision.by === 'panel' || action.kind !== 'message') continue;
          if (action.purpose !== 'marketing') continue;
          const recent = who.advertisedAt.filter(sent => now.getTime() - sent.getTime() < how.cap.days * DAY);
          assert.ok(recent.length < how.cap.messages);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is done often enough for this to mean something', () => {
    for (const [by, times] of Object.entries(seen)) assert.ok(times > 300, `${by}: ${times}`);
  });

  it('is late by as much as a clock that was set back, and is let be by one that was set on too far', () => {
    const given: RuleDefinition = {
      ...{ name: 'Rule', trigger: { on: 'cart-left' }, once: { per: 'cart' }, if: null, cancelledBy: [], hours: 'any' },
      steps: [
        {
          wait: { minutes: 60, from: 'trigger' },
          withinMinutes: 60,
          if: null,
          do: { kind: 'message', purpose: 'transactional', panel: 'never', text: 'Hello', template: null },
        },
      ],
    };
    const [who] = fc.sample(person, { seed: 1, numRuns: 1 });
    const cart = { ...who!.carts[0]!, status: 'open' as const, updatedAt: NOW };
    const facts = {
      ...who!,
      carts: [cart],
      consent: consentState([]),
      lastInboundAt: NOW,
      address: { numberId: 'n', identityId: 'i' },
    };
    const begun: RunFacts = {
      ...{ ruleId: 'rule', scopeKey: 'cart:cart', ways: [], awaitingSince: null },
      subject: { cart: 'cart' },
      moment: NOW,
      startedAt: NOW,
      step: 0,
      steppedAt: null,
      newerAt: null,
    };
    const how: Manners = {
      timeZone: 'UTC',
      quiet: { from: '21:00', to: '09:00' },
      week: {},
      cap: { messages: 1, days: 1 },
    };
    const decide = (now: Date) => decideStep(given, begun, facts, how, now).outcome;
    assert.deepEqual([at(-DAY), at(HOUR - 1), at(HOUR), at(2 * HOUR - 1), at(2 * HOUR), at(3 * DAY)].map(decide), [
      'waiting',
      'waiting',
      'send',
      'send',
      'suppressed',
      'suppressed',
    ]);
  });
});
