import { randomUUIDv7 } from 'node:crypto';
import { changeRuns, findRuns, recordDecisions } from '../db/automation-runs.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { holdTimers, putOffTimer, setTimers } from '../db/timers.ts';
import { wordsOf } from '../domain/automation/words.ts';
import { MINUTE } from '../domain/duration.ts';

/** Failures in a row, each followed by a longer pause than the one before; then the run is over. */
const MOST_FAILURES = 10;
const PAUSE = MINUTE;

/** The run that is due first cannot be looked at: it comes back later, and is given up where people see it after ten times. */
export async function putAside(tx: MerchantTx, now: Date): Promise<void> {
  const [run] = await findRuns(tx, await holdTimers(tx, 1, now));
  if (!run) return;
  const failures = await putOffTimer(tx, run.id, PAUSE, now);
  if (failures < MOST_FAILURES) return;
  const told = {
    outcome: 'failed',
    reason: 'our-fault',
    facts: { words: 'Something went wrong on our side, again and again' },
  } as const;
  const decision = { id: randomUUIDv7(), runId: run.id, step: run.step, at: now, messageId: null, webhookId: null };
  await recordDecisions(tx, [{ ...decision, ...told, words: wordsOf(told) }]);
  await changeRuns(tx, [{ ...run, state: 'failed', dueAt: null, endedAt: now }]);
  await setTimers(tx, [{ runId: run.id, dueAt: null }]);
}
