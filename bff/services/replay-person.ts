import type { RuleDefinition } from '../../contract/automation.ts';
import type { DecisionRow, RunRow } from '../db/automation-runs.ts';
import type { EnabledRule } from '../db/enabled-rules.ts';
import type { Manners } from '../domain/automation/step.ts';
import { STARTS_WITHIN, startsOf } from '../domain/automation/triggers.ts';
import { awaitedEvents } from '../domain/automation/ways.ts';
import { asksForAll, asksForLead, asksForTime } from '../domain/dry-run/asks.ts';
import type { Past } from '../domain/dry-run/past.ts';
import { type PastFacts, pastFacts } from '../domain/dry-run/past-facts.ts';
import { type LeadLook, leadAt, leadLooks, type PastTable } from '../domain/dry-run/past-lead.ts';
import { type Look, looksOf } from '../domain/dry-run/past-looks.ts';
import { DAY } from '../domain/duration.ts';
import { isWindowOpen } from '../domain/service-window.ts';
import type { Colleague, Desk } from './automation-desk.ts';
import type { Stationery } from './automation-message.ts';
import { lookAtRun } from './look-at-run.ts';
import { beginRuns } from './start-automation-runs.ts';
import { isTouched } from './touched-runs.ts';

/** A rule and all that holds for everybody, as they are now; and the time that is replayed, as if the rule had been on in it. */
export type Replay = {
  /** By which the rule deals out ways: its own, or of a draft any. */
  ruleId: string;
  definition: RuleDefinition;
  from: Date;
  to: Date;
  manners: Manners;
  stationery: Stationery;
  colleagues: readonly Colleague[];
  endpoints: Desk['endpoints'];
  tables: readonly PastTable[];
  /** Lets others have their turn now and then: then it is to be waited for. */
  breathe: () => Promise<void> | undefined;
};

/** `inWindow`: the customer's service window was open then. */
export type Sent = Desk['outgoing'][number] & { inWindow: boolean };

/** A run as it would have been. `doubt`: what of it hangs on something that is not known any more. */
export type ReplayedRun = {
  run: RunRow;
  decisions: DecisionRow[];
  sent: Sent[];
  doubt: { panel: boolean; books: boolean };
};

type State = {
  replay: Replay;
  past: Past;
  facts: PastFacts;
  looks: readonly Look[];
  /** Of each customer that was asked for. */
  leads: Map<string, LeadLook[]>;
  runs: ReplayedRun[];
  advertised: { customerId: string; at: Date }[];
  tagged: Desk['tagged'];
};

/** What the rule would have done for one person: production's own decisions, from facts as they were at each moment. */
export async function replayPerson(replay: Replay, past: Past): Promise<ReplayedRun[]> {
  const { from, to, manners, stationery } = replay;
  const numberId = stationery.accounts[0]?.numbers[0]?.id ?? null;
  const facts = pastFacts(past, { timeZone: manners.timeZone, capDays: manners.cap.days, numberId });
  const looks = looksOf(past, facts, replay);
  const state: State = { replay, past, facts, looks, leads: new Map(), runs: [], advertised: [], tagged: [] };
  let moments = await momentsOf(state);
  for (let n = 0, now = from.getTime(); ; ) {
    const pause = replay.breathe();
    if (pause !== undefined) await pause;
    const at = Math.max(now, Math.min(moments[n]?.at.getTime() ?? Infinity, nextDue(state.runs)));
    now = at;
    if (at >= to.getTime()) return state.runs;
    for (; moments[n] && moments[n]!.at.getTime() <= at; n += 1) follow(state, moments[n]!);
    if (await tick(state, new Date(at))) {
      moments = await momentsOf(state);
      n = moments.findIndex(moment => moment.at.getTime() >= at);
    }
  }
}

const nextDue = (runs: readonly ReplayedRun[]): number =>
  runs.reduce((least, { run }) => Math.min(least, run.dueAt?.getTime() ?? Infinity), Infinity);

/** The looks of the time that is replayed; with those that time alone asks for, where they may begin something. */
async function momentsOf(state: State): Promise<Look[]> {
  const { past, looks, replay } = state;
  const timed: Look[] = [];
  if (asksForTime(replay.definition))
    for (const { id: customerId } of past.customers)
      for (const { at } of await leadsOf(state, customerId)) timed.push({ at, customerId });
  const within = [...looks, ...timed].filter(({ at }) => at >= replay.from);
  const unique = new Map(within.map(look => [`${look.at.getTime()} ${look.customerId}`, look]));
  return [...unique.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function leadsOf(
  { replay: { tables, to, breathe }, past, facts, looks, leads }: State,
  customerId: string,
): Promise<LeadLook[]> {
  const known = leads.get(customerId);
  if (known) return known;
  const own = looks.filter(look => look.customerId === customerId).map(({ at }) => at);
  const found: LeadLook[] = [];
  for (const look of leadLooks({ past, facts, tables }, customerId, own, to)) {
    found.push(look);
    const pause = breathe();
    if (pause !== undefined) await pause;
  }
  leads.set(customerId, found);
  return found;
}

/** As the follower does: begins what is to begin, and has looked at at once what is over or due earlier. */
function follow({ replay, past, facts, leads, runs }: State, { at, customerId }: Look): void {
  const rule = ruleOf(replay);
  const events = facts.eventsAt(customerId, new Date(at.getTime() - STARTS_WITHIN), at);
  const { guessed: _, ...books } = facts.booksAt(customerId, at);
  const { hotSince = null, dormantSince = null } = leads.get(customerId)?.findLast(look => look.at <= at) ?? {};
  const happened = { customerId, events, ...books, hotSince, dormantSince };
  const own = runs.map(({ run }) => run).filter(run => facts.owner(run.customerId, at) === customerId);
  const others = past.otherRuns.filter(run => run.startedAt <= at && facts.owner(run.customerId, at) === customerId);
  // Runs of other rules count for how often rules begin, and for what came of what they told others.
  const earlier = [...own, ...others.map(run => ({ ...run, ruleId: '', scopeKey: '', subject: {} }))];
  for (const { run, decision } of beginRuns([rule], happened, startsOf([rule], happened, earlier, at), earlier, at)) {
    // One run for each occasion, whoever it is of by now.
    if (runs.some(known => known.run.scopeKey === run.scopeKey)) continue;
    runs.push({ run, decisions: [decision], sent: [], doubt: { panel: false, books: false } });
  }
  for (const run of own) if (isTouched(run, [rule], events, books) && run.dueAt! > at) run.dueAt = at;
}

function ruleOf({ ruleId, definition, from: enabledAt }: Replay): EnabledRule {
  const { trigger, once, cancelledBy, steps } = definition;
  return { ruleId, version: 1, enabledAt, trigger, once, cancelledBy, firstWait: steps[0]!.wait };
}

/** As the timekeeper does: looks at all that is due. Returns whether somebody is to be looked at anew for it, now and later. */
async function tick(state: State, at: Date): Promise<boolean> {
  const due = state.runs.filter(({ run }) => run.dueAt && run.dueAt <= at);
  due.sort((a, b) => a.run.dueAt!.getTime() - b.run.dueAt!.getTime() || (a.run.id < b.run.id ? -1 : 1));
  if (due.length === 0) return false;
  const { desk, unsure } = await openDesk(state, due, at);
  for (const replayed of due) {
    const { run, doubt } = replayed;
    const person = desk.owners.get(run.id)!;
    Object.assign(run, lookAtRun(desk, run, at));
    const decided = desk.decisions.splice(0);
    replayed.decisions.push(...decided);
    state.tagged.push(...desk.tagged.splice(0));
    const inWindow = isWindowOpen(desk.people.get(person)!.facts.lastInboundAt, at);
    replayed.sent.push(...desk.outgoing.splice(0).map(sent => ({ ...sent, inWindow })));
    doubt.books ||= unsure.books.has(person);
    doubt.panel ||= unsure.panel.has(person) && decided.some(decision => hangsOnPanel(state.replay, decision));
  }
  for (const { sent } of due)
    for (const { decision, customerId, whatsapp } of sent)
      if (whatsapp?.purpose === 'marketing' && decision.at === at) state.advertised.push({ customerId, at });
  return give(state, desk.given, at);
}

/** Points that the rule gives count from then on. */
function give(state: State, given: Desk['given'], at: Date): boolean {
  const { past, looks, replay } = state;
  if (given.length === 0 || !asksForAll(replay.definition)) return false;
  const points = given.map(({ customerId, points, reason }) => ({ customerId, points, reason, at }));
  state.past = { ...past, points: [...past.points, ...points] };
  state.looks = [...looks, ...points.map(({ customerId }) => ({ at, customerId }))];
  state.leads.clear();
  return true;
}

/** Would it have been decided otherwise, had they had a page of the shop open? */
function hangsOnPanel({ definition }: Replay, { step, outcome, reason }: DecisionRow): boolean {
  const action = definition.steps[step]!.do;
  if (action.kind !== 'message' || action.panel === 'never' || !action.text) return false;
  return outcome !== 'cancelled' && !['its-time', 'too-late', 'condition'].includes(reason);
}

type Opened = { desk: Desk; unsure: { panel: Set<string>; books: Set<string> } };

async function openDesk(state: State, due: readonly ReplayedRun[], at: Date): Promise<Opened> {
  const { replay, facts, runs } = state;
  const { definition, manners, stationery } = replay;
  const owners = new Map(due.map(({ run }) => [run.id, facts.owner(run.customerId, at)]));
  const unsure: Opened['unsure'] = { panel: new Set(), books: new Set() };
  const people: Desk['people'] = new Map();
  for (const customerId of new Set(owners.values())) {
    const leads = asksForLead(replay.definition) ? await leadsOf(state, customerId) : [];
    const person = facts.personAt(customerId, at, () => leadAt(leads, at));
    if (person.doubt.panel) unsure.panel.add(customerId);
    if (person.doubt.books) unsure.books.add(customerId);
    const since = at.getTime() - manners.cap.days * DAY;
    const sent = state.advertised.filter(
      advert => facts.owner(advert.customerId, at) === customerId && advert.at.getTime() > since,
    );
    person.facts.advertisedAt = [...person.facts.advertisedAt, ...sent.map(advert => advert.at)];
    person.facts.tags = tagsOf(state, customerId, person.facts.tags, at);
    person.facts.awaited = awaitedOf(state, due, owners, customerId, at);
    people.set(customerId, { facts: person.facts, conversationId: null });
  }
  const desk: Desk = {
    ...{ manners, stationery, owners, people, outgoing: [], assigned: [], decisions: [] },
    ...{ endpoints: replay.endpoints, tagged: [], given: [], notes: [], hooks: [] },
    rules: new Map([[`${replay.ruleId} 1`, { definition, enabled: true }]]),
    colleagues: replay.colleagues.map(colleague => ({ ...colleague })),
    newer: new Map(due.flatMap(({ run }) => newerOf(runs, run))),
    acted: new Set(due.filter(({ decisions }) => decisions.some(hasActed)).map(({ run }) => run.id)),
  };
  return { desk, unsure };
}

/** With what the rule itself has tagged or untagged by then. */
function tagsOf({ tagged, facts }: State, customerId: string, tags: readonly string[], at: Date): string[] {
  const now = new Set(tags);
  for (const { customerId: id, do: what, tag } of tagged)
    if (facts.owner(id, at) === customerId) now[what === 'add' ? 'add' : 'delete'](tag);
  return [...now].sort();
}

/** What has happened of the events that steps wait for, since these runs wait or are due. */
function awaitedOf(
  { replay, facts }: State,
  due: readonly ReplayedRun[],
  owners: ReadonlyMap<string, string>,
  customerId: string,
  at: Date,
) {
  const names = awaitedEvents(replay.definition.steps);
  if (names.length === 0) return [];
  const own = due.filter(({ run }) => owners.get(run.id) === customerId);
  const since = new Date(Math.min(...own.map(({ run }) => +(run.awaits ? new Date(run.awaits.since) : run.dueAt!))));
  return facts
    .eventsAt(customerId, since, at)
    .filter(event => event.at > since && names.includes(event.name))
    .sort((a, b) => +a.at - +b.at);
}

export const hasActed = ({ outcome }: DecisionRow) => outcome === 'sent' || outcome === 'acted';

function newerOf(runs: readonly ReplayedRun[], { id, customerId, startedAt }: RunRow): [string, Date][] {
  const newer = runs.filter(({ run }) => {
    const isLater = run.startedAt > startedAt || (run.startedAt.getTime() === startedAt.getTime() && run.id > id);
    return run.customerId === customerId && isLater;
  });
  return newer.length > 0 ? [[id, new Date(Math.min(...newer.map(({ run }) => run.startedAt.getTime())))]] : [];
}
