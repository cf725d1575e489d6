import type { RuleDefinition } from '../../contract/automation.ts';
import { listColleagues } from '../db/agents.ts';
import { currentCustomers, lockConversationsOf } from '../db/automation-facts.ts';
import { findVersions } from '../db/automation-rules.ts';
import {
  changeRuns,
  findRuns,
  newerRuns,
  type RunChange,
  type RunRow,
  recordDecisions,
  runsThatActed,
} from '../db/automation-runs.ts';
import { lockCustomers } from '../db/customer-journeys.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { holdTimers, setTimers } from '../db/timers.ts';
import { listEndpoints } from '../db/webhook-endpoints.ts';
import { awaitedEvents } from '../domain/automation/ways.ts';
import { clearDesk, type Desk } from './automation-desk.ts';
import { keepEffects } from './automation-effects.ts';
import { loadStationery } from './automation-message.ts';
import { type Awaited, loadPeople } from './automation-people.ts';
import { currentAutomationSettings, mannersOf } from './automation-settings.ts';
import type { Context } from './context.ts';
import { lookAtRun } from './look-at-run.ts';

/**
 * Looks at up to `limit` runs of a merchant that are due: each is decided from facts as they are now, and what it does is written with the
 * decision in one transaction, for which its timer is held. A process that dies here has done nothing. Returns how many were looked at.
 */
export async function runAutomations({ db, live, now }: Context, merchantId: string, limit: number): Promise<number> {
  const { looked, moved, hasWork } = await withMerchant(db, merchantId, tx => lookAtDue(tx, limit, now));
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  if (hasWork) live.publish({ kind: 'work' });
  return looked;
}

type Looked = { looked: number; moved: string[]; hasWork: boolean };

async function lookAtDue(tx: MerchantTx, limit: number, now: Date): Promise<Looked> {
  const held = await holdTimers(tx, limit, now);
  if (held.length === 0) return { looked: 0, moved: [], hasWork: false };
  const runs = await findRuns(tx, held);
  const waiting = runs.filter(({ state }) => state === 'waiting');
  // Erased with the person they were about.
  const over = held.filter(id => !waiting.some(run => run.id === id)).map(runId => ({ runId, dueAt: null }));
  const owners = await lockOwners(tx, waiting);
  const here = waiting.filter(({ id }) => owners.has(id));
  const desk = await openDesk(tx, here, owners, now);
  const changes = here.sort(byDue).map(run => lookAtRun(desk, run, now));
  const moved = await clearDesk(tx, desk, now);
  const hasEffects = await keepEffects(tx, desk, now);
  await recordDecisions(tx, desk.decisions);
  await changeRuns(tx, changes);
  await setTimers(tx, [...over, ...changes.map(({ id, dueAt }: RunChange) => ({ runId: id, dueAt }))]);
  return { looked: held.length, moved, hasWork: hasEffects || desk.outgoing.length > 0 };
}

const byDue = (a: RunRow, b: RunRow) => a.dueAt!.getTime() - b.dueAt!.getTime() || (a.id < b.id ? -1 : 1);

/** Whose each run is now, with them and then their conversations locked. Who is being merged at this moment is left for the next look. */
async function lockOwners(tx: MerchantTx, runs: readonly RunRow[]): Promise<Map<string, string>> {
  const current = await currentCustomers(tx, [...new Set(runs.map(({ customerId }) => customerId))]);
  const locked = await lockCustomers(tx, [...new Set(current.values())]);
  const steady = new Set(locked.filter(({ mergedInto }) => mergedInto === null).map(({ id }) => id));
  await lockConversationsOf(tx, [...steady]);
  return new Map(
    runs.flatMap(({ id, customerId }) => {
      const owner = current.get(customerId);
      return owner && steady.has(owner) ? [[id, owner] as const] : [];
    }),
  );
}

async function openDesk(
  tx: MerchantTx,
  runs: readonly RunRow[],
  owners: ReadonlyMap<string, string>,
  now: Date,
): Promise<Desk> {
  const ids = runs.map(({ id }) => id);
  const manners = mannersOf(await currentAutomationSettings(tx));
  const stationery = await loadStationery(tx);
  const versions = await findVersions(tx, [...new Set(runs.map(({ ruleId }) => ruleId))]);
  return {
    ...{ owners, manners, stationery },
    rules: new Map(versions.map(({ ruleId, version, ...rule }) => [`${ruleId} ${version}`, rule])),
    people: await loadPeople(
      tx,
      [...new Set(owners.values())],
      stationery.accounts,
      manners,
      now,
      awaitedBy(runs, owners, versions, now),
    ),
    newer: await newerRuns(tx, ids),
    acted: await runsThatActed(tx, ids),
    colleagues: await listColleagues(tx),
    endpoints: new Map((await listEndpoints(tx)).map(({ id, name }) => [id, { name }])),
    outgoing: [],
    assigned: [],
    tagged: [],
    given: [],
    notes: [],
    hooks: [],
    decisions: [],
  };
}

/** What these runs may wait for: since they began to, or since they were due. */
function awaitedBy(
  runs: readonly RunRow[],
  owners: ReadonlyMap<string, string>,
  versions: readonly { definition: RuleDefinition }[],
  now: Date,
): Awaited {
  const names = new Set(versions.flatMap(({ definition }) => awaitedEvents(definition.steps)));
  const since = new Map<string, Date>();
  for (const { id, awaits, dueAt } of runs) {
    const owner = owners.get(id)!;
    const from = awaits ? new Date(awaits.since) : dueAt!;
    since.set(owner, new Date(Math.min(+(since.get(owner) ?? now), +from)));
  }
  return { names: [...names], since };
}
