import { saveLane } from '../db/lanes.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { changeNumber, lockNumber, saveNumber } from '../db/whatsapp-numbers.ts';
import { NEVER } from '../domain/duration.ts';

export type NumberStop = {
  what: 'all' | 'marketing';
  /** Meta's code, where a refusal was the reason. */
  code: number | null;
  /** A sentence for the merchant. */
  reason: string;
  /** It goes on by itself then; null: when somebody says so. */
  until: Date | null;
};

/**
 * A number sends nothing, or no marketing, for now. What is queued stays queued. A stop of all is not narrowed by one of marketing, and
 * none is shortened by another of its kind. One that is not connected any more is not stopped: what is queued there fails at its turn.
 */
export async function stopNumber(tx: MerchantTx, numberId: string, stop: NumberStop, now: Date): Promise<void> {
  const sending = stop.what === 'all' ? 'stopped' : 'no-marketing';
  const before = await lockNumber(tx, { id: numberId });
  if (before?.sending === sending && endOf(before.resumesAt) > endOf(stop.until)) return;
  const isStopped = await saveNumber(
    tx,
    numberId,
    { sending, stopCode: stop.code, stopReason: stop.reason, stoppedAt: now, resumesAt: stop.until },
    stop.what === 'marketing' ? ['on', 'no-marketing'] : ['on', 'no-marketing', 'stopped'],
  );
  if (!isStopped) return;
  const until = endOf(stop.until);
  await saveLane(tx, numberId, stop.what === 'all' ? { openAt: until } : { marketingOpenAt: until });
}

const endOf = (until: Date | null): Date => until ?? NEVER;

/** A number sends again, all of it, at once. */
export async function resumeNumber(tx: MerchantTx, numberId: string, now: Date): Promise<void> {
  const cleared = { stopCode: null, stopReason: null, stoppedAt: null, resumesAt: null };
  await changeNumber(tx, numberId, { sending: 'on', ...cleared });
  await saveLane(tx, numberId, { openAt: now, marketingOpenAt: now });
}
