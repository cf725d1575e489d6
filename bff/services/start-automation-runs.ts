import { randomUUIDv7 } from 'node:crypto';
import { readBooks } from '../db/automation-facts.ts';

import {
  type DecisionRow,
  insertRuns,
  listAwaitedEvents,
  listRunsOf,
  type RunRow,
  recordDecisions,
} from '../db/automation-runs.ts';
import type { EnabledRule } from '../db/enabled-rules.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { hastenTimers, setTimers } from '../db/timers.ts';
import { type Cause, DEEPEST } from '../domain/automation/cause.ts';
import type { Happened } from '../domain/automation/facts.ts';
import { dueAt, momentOf } from '../domain/automation/moment.ts';
import { STARTS_WITHIN, type Start, startsOf } from '../domain/automation/triggers.ts';
import { wordsOf } from '../domain/automation/words.ts';
import { DAY } from '../domain/duration.ts';
import { isTouched, versionsUnderWay } from './touched-runs.ts';

/**
 * Somebody who was just looked at anew. `events`: the {@link askedEvents} at least, and what they wrote. `hasBooks`: the shop knows of a
 * quote or an order of theirs. `booksAt`: when (ms) anything last happened to a cart, a quote or an order.
 */
export type MovedOn = Pick<Happened, 'customerId' | 'events' | 'hotSince' | 'dormantSince'> & {
  hasBooks: boolean;
  booksAt: number | null;
};

/** So many runs of all rules begin for somebody in a day; what goes round in a circle by way of the shop's systems ends here. */
const MOST_IN_A_DAY = 20;

/**
 * Begins the runs of `rules`, those that are on, that what happened calls for, and has those that wait looked at at once where they may be over or due earlier.
 * The customers must be locked: whoever looks at them beside this one waits. Safe to do twice. Returns whether anything is due.
 */
export async function startAutomationRuns(
  tx: MerchantTx,
  rules: readonly EnabledRule[],
  followed: readonly MovedOn[],
  all: ReadonlyMap<string, readonly string[]>,
  now: Date,
): Promise<boolean> {
  const concerned = rules.length === 0 ? [] : await concernedOf(tx, followed, all, rules, now);
  if (concerned.length === 0) return false;
  const subjects = new Map(concerned.map(({ customerId: id }): [string, readonly string[]] => [id, all.get(id) ?? []]));
  const books = await readBooks(tx, subjects);
  const ownerOf = new Map([...subjects].flatMap(([id, parts]) => parts.map((part): [string, string] => [part, id])));
  const earlier = Map.groupBy(await listRunsOf(tx, [...ownerOf.keys()]), ({ customerId }) => ownerOf.get(customerId)!);
  const versions = await versionsUnderWay(tx, rules, [...earlier.values()].flat());
  const begun: Begun[] = [];
  const touched: string[] = [];
  for (const person of concerned) {
    const own = books.get(person.customerId)!;
    const runs = earlier.get(person.customerId) ?? [];
    const happened = { ...person, ...own };
    begun.push(...beginRuns(rules, happened, startsOf(rules, happened, runs, now), runs, now));
    touched.push(...runs.filter(run => isTouched(run, versions, person.events, own)).map(({ id }) => id));
  }
  const fresh = new Set(
    await insertRuns(
      tx,
      begun.map(({ run }) => run),
    ),
  );
  const started = begun.filter(({ run }) => fresh.has(run.id));
  await recordDecisions(
    tx,
    started.map(({ decision }) => decision),
  );
  await setTimers(
    tx,
    started.flatMap(({ run }) => (run.dueAt ? [{ runId: run.id, dueAt: run.dueAt }] : [])),
  );
  await hastenTimers(tx, touched, now);
  return touched.length > 0 || started.some(({ run }) => run.dueAt && run.dueAt <= now);
}

/** Those for whom something may begin, or has come about that ends a run or that one waits for. */
async function concernedOf(
  tx: MerchantTx,
  followed: readonly MovedOn[],
  all: ReadonlyMap<string, readonly string[]>,
  rules: readonly EnabledRule[],
  now: Date,
): Promise<MovedOn[]> {
  const starting = new Set(askedEvents(rules));
  const others = followed.filter(person => !isConcerned(person, starting, now));
  const parts = new Map(others.flatMap(({ customerId: id }) => (all.get(id) ?? []).map(part => [part, id] as const)));
  // Whichever version of its rule a run goes by, it says itself what it waits for.
  const awaited = parts.size === 0 ? [] : await listAwaitedEvents(tx, [...parts.keys()]);
  const awaitedBy = Map.groupBy(awaited, ({ customerId }) => parts.get(customerId));
  const waits = (person: MovedOn) => {
    const names = awaitedBy.get(person.customerId)?.map(({ name }) => name);
    return names !== undefined && isConcerned(person, new Set(names), now);
  };
  return followed.filter(person => !others.includes(person) || waits(person));
}

/** The events that begin a run of these rules. */
export const askedEvents = (rules: readonly EnabledRule[]): string[] => [
  ...new Set(rules.flatMap(({ trigger }) => namesOf(trigger))),
];

function namesOf(trigger: EnabledRule['trigger']): string[] {
  if (trigger.on === 'order-status') return ['order_placed', 'order_status_changed'];
  return trigger.on === 'event' ? [trigger.name] : [];
}

/** What begins a run or ends one is asked for by name, moves the books, or was written. Whoever only looks around is asked nothing more. */
function isConcerned(
  { events, hotSince, dormantSince, hasBooks, booksAt }: MovedOn,
  named: ReadonlySet<string>,
  now: Date,
): boolean {
  if (hotSince || dormantSince || hasBooks) return true;
  const oldest = now.getTime() - STARTS_WITHIN;
  if (booksAt !== null && booksAt >= oldest) return true;
  return events.some(({ name, at }) => at.getTime() >= oldest && (name === 'message_sent' || named.has(name)));
}

export type Begun = { run: RunRow; decision: DecisionRow };

/** What begins, each with why. `earlier`: the runs of all rules that there have been for them. */
export function beginRuns(
  rules: readonly EnabledRule[],
  { customerId, ...books }: Happened,
  starts: Start[],
  earlier: readonly Pick<RunRow, 'startedAt'>[],
  now: Date,
): Begun[] {
  const today = earlier.filter(({ startedAt }) => now.getTime() - startedAt.getTime() < DAY).length;
  return starts.map(({ ruleId, scopeKey, subject, moment, cause }, n) => {
    const { version, trigger, firstWait } = rules.find(rule => rule.ruleId === ruleId)!;
    const id = randomUUIDv7();
    const what = {
      id,
      ruleId,
      version,
      customerId,
      scopeKey,
      subject,
      moment,
      step: 0,
      steppedAt: null,
      startedAt: now,
      ways: [],
      awaits: null,
      depth: cause.depth,
      echoAt: null,
      forgotten: false,
    };
    const told = { id: randomUUIDv7(), runId: id, step: 0, at: now, messageId: null, webhookId: null };
    const stop = stopOf(today + n, cause);
    if (stop) {
      const decision = { outcome: 'suppressed', ...stop } as const;
      const run = { ...what, state: 'suppressed', dueAt: null, endedAt: now } as const;
      return { run, decision: { ...told, ...decision, words: wordsOf(decision) } };
    }
    const due = dueAt({ wait: firstWait }, momentOf(trigger, { subject, moment }, books) ?? moment, null);
    const decision = {
      outcome: 'planned',
      reason: trigger.on,
      facts: { since: moment.toISOString(), due: due.toISOString(), ...(cause.runId && { cause: cause.runId }) },
    } as const;
    const run = { ...what, state: 'waiting', dueAt: due, endedAt: null } as const;
    return { run, decision: { ...told, ...decision, words: wordsOf(decision) } };
  });
}

/** What ends a circle: too many runs in a day, or one too many that came one of the other. */
function stopOf(
  runs: number,
  { depth, runId }: Cause,
): { reason: string; facts: Record<string, string | number> } | null {
  if (runs >= MOST_IN_A_DAY) return { reason: 'too-many-runs', facts: { runs } };
  return depth > DEEPEST ? { reason: 'too-deep', facts: { depth, cause: runId! } } : null;
}
