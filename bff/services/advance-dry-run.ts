import { randomUUIDv7 } from 'node:crypto';
import type { DryRunTally } from '../../contract/dry-run.ts';
import { listColleagues } from '../db/agents.ts';
import {
  type DryRunRow,
  type DryRunSampleRow,
  endDryRun,
  findDryRun,
  saveDryRunProgress,
  saveSamples,
} from '../db/dry-runs.ts';
import { listScoreTables } from '../db/lead-scores.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { findMerchant } from '../db/merchants.ts';
import { listTemplates } from '../db/templates.ts';
import { listEndpoints } from '../db/webhook-endpoints.ts';
import type { Past } from '../domain/dry-run/past.ts';
import { countRun, keepSample } from '../domain/dry-run/tally.ts';
import { STANDARD_TABLE } from '../domain/lead-score.ts';
import { knownTemplates } from './automation-message.ts';
import { currentAutomationSettings, mannersOf } from './automation-settings.ts';
import type { Context } from './context.ts';
import { countReplayed, storyOf } from './count-replayed.ts';
import { type NextPasts, nextPasts } from './next-pasts.ts';
import { type Replay, replayPerson } from './replay-person.ts';
import { listAccounts } from './template-accounts.ts';

/** So many people are looked at at once: what they did in a month fits into memory, whatever they did. */
const PEOPLE_AT_ONCE = 500;

/** `isOver`: the time of this turn is over. `breathe`: others have their turn now and then. `peopleAtOnce`: are looked at together. */
export type Turn = { isOver: () => boolean; breathe: Replay['breathe']; peopleAtOnce?: number };

/**
 * Goes on with a dry run for one turn and notes how far it has come; whoever comes next goes on from there, in whatever process. While some
 * people are replayed, the next are read. Returns whether there is more to do.
 */
export async function advanceDryRun(
  { db, now }: Context,
  merchantId: string,
  id: string,
  { isOver, breathe, peopleAtOnce = PEOPLE_AT_ONCE }: Turn,
): Promise<boolean> {
  const begun = await withMerchant(db, merchantId, tx => begin(tx, id, breathe));
  if (!begun) return false;
  const { row, replay } = begun;
  const read = (after: string | null) =>
    withMerchant(db, merchantId, tx => nextPasts(tx, { ...replay, ruleId: row.ruleId }, after, peopleAtOnce));
  const state: Progress = { cursor: row.cursor, looked: row.looked, tally: row.tally, samples: new Map(), dropped: [] };
  let isLast = false;
  for (let coming: Promise<NextPasts> | null = read(row.cursor); coming; ) {
    const { people, last, pasts }: NextPasts = await coming;
    isLast = people < peopleAtOnce;
    coming = isLast || isOver() ? null : unheard(read(last));
    for (const past of pasts) await replayOne(state, row, replay, past);
    state.cursor = last ?? state.cursor;
    state.looked += people;
  }
  return withMerchant(db, merchantId, async tx => {
    const isOurs = await save(tx, row, state);
    if (isOurs && isLast) await endDryRun(tx, id, 'done', now);
    return isOurs && !isLast;
  });
}

/** It is waited for later: until then nobody hears when it fails. */
function unheard<T>(coming: Promise<T>): Promise<T> {
  coming.catch(() => {});
  return coming;
}

type Progress = {
  cursor: string | null;
  looked: number;
  tally: DryRunTally;
  samples: Map<string, DryRunSampleRow>;
  dropped: string[];
};

async function begin(
  tx: MerchantTx,
  id: string,
  breathe: Turn['breathe'],
): Promise<{ row: DryRunRow; replay: Replay } | null> {
  const row = await findDryRun(tx, id);
  if (!row || row.endedAt) return null;
  const accounts = await listAccounts(tx);
  const own = await listScoreTables(tx);
  const replay: Replay = {
    ...{ definition: row.definition, from: row.fromAt, to: row.toAt, breathe },
    manners: mannersOf(await currentAutomationSettings(tx)),
    stationery: {
      ...{ accounts, templates: knownTemplates(await listTemplates(tx), accounts) },
      shop: (await findMerchant(tx))?.name ?? '',
    },
    ruleId: row.ruleId ?? row.id,
    colleagues: await listColleagues(tx),
    endpoints: new Map((await listEndpoints(tx)).map(({ id, name }) => [id, { name }])),
    tables: [
      { table: STANDARD_TABLE, since: new Date(0) },
      ...own.map(({ table, createdAt: since }) => ({ table, since })),
    ],
  };
  return { row, replay };
}

async function replayOne(state: Progress, row: DryRunRow, replay: Replay, past: Past): Promise<void> {
  const runs = await replayPerson(replay, past);
  if (runs.length > 0) state.tally.people += 1;
  for (const replayed of runs) {
    const counted = countReplayed(replay, past, replayed);
    countRun(state.tally, counted);
    const id = randomUUIDv7();
    const place = keepSample(state.tally, counted, { id, lot: id.slice(-12) });
    if (!place) continue;
    const { outcome, reason } = counted;
    const about = { dryRunId: row.id, customerId: past.root, startedAt: replayed.run.startedAt };
    state.samples.set(id, { id, ...about, outcome, reason, story: storyOf(replayed) });
    if (place.dropped && !state.samples.delete(place.dropped)) state.dropped.push(place.dropped);
  }
}

/** False: it was ended, or another process has gone on from the same place. */
async function save(tx: MerchantTx, row: DryRunRow, state: Progress): Promise<boolean> {
  const { cursor, looked, tally, samples, dropped } = state;
  if (!(await saveDryRunProgress(tx, row.id, row.cursor, { cursor, looked, tally }))) return false;
  await saveSamples(tx, [...samples.values()], dropped);
  return true;
}
