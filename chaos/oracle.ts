import type { DeliveryState } from '../contract/message.ts';
import type { LedgerRow } from './ledger-view.ts';

/** A message that truly reached a phone. `at` in ms. */
export type Arrived = { deliveryId: string; at: number };

export type Evidence = {
  ledger: readonly LedgerRow[];
  /** In the order in which they came. */
  arrivals: readonly Arrived[];
  acknowledged: ReadonlySet<string>;
  optedOutAt: ReadonlyMap<string, number>;
  /** Is every webhook sure to have come? */
  webhooksCome: boolean;
  /** A claim from before an opt-out may still be carried out for so long, in ms. */
  claimLasts: number;
};

/** How many messages it is true of. The promises are about the last six. */
export type Verdict = {
  queued: number;
  /** Reached the phone, once. */
  sent: number;
  /** Not sent, for a reason that the ledger gives: an opt-out. */
  refused: number;
  /** In doubt, never sent again, and listed for the merchant. */
  held: number;
  /** Came twice, and the ledger says that it was sent again without knowing. */
  explained: number;
  lost: number;
  /** Came more often than the ledger explains; of marketing, more than once at all. */
  doubled: number;
  /** To somebody who had opted out before. */
  wronglySent: number;
  /** Came before an earlier one of the same conversation that never was in doubt, nor declined when it had been accepted. */
  outOfOrder: number;
  /** The ledger says less, or something else, than what Meta told. */
  misreported: number;
  /** Neither sent nor ended when all was quiet. */
  stuck: number;
};

export const PROMISES = ['lost', 'doubled', 'wronglySent', 'outOfOrder', 'misreported', 'stuck'] as const;

const OPEN = new Set<DeliveryState>(['queued', 'sending', 'unknown']);
const GONE = new Set<DeliveryState>(['accepted', 'sent', 'delivered', 'read', 'played']);
const RECEIVED = new Set<DeliveryState>(['delivered', 'read', 'played']);
const PRIORITY = { reply: 0, transactional: 1, marketing: 2 };

/** Compares what the phones received with what the ledger says. */
export function judge(evidence: Evidence): Verdict {
  const { ledger, arrivals, acknowledged } = evidence;
  const arrived = Map.groupBy(arrivals, ({ deliveryId }) => deliveryId);
  const verdict: Verdict = {
    ...{ queued: ledger.length, sent: 0, refused: 0, held: 0, explained: 0 },
    ...{ lost: 0, doubled: 0, wronglySent: 0, outOfOrder: outOfOrder(ledger, arrivals), misreported: 0, stuck: 0 },
  };
  for (const row of ledger) judgeOne(row, arrived.get(row.id) ?? [], evidence, verdict);
  const known = new Set(ledger.map(({ clientId }) => clientId));
  verdict.lost += [...acknowledged].filter(id => !known.has(id)).length;
  const rows = new Set(ledger.map(({ id }) => id));
  // What arrives without a row was sent before it was written down.
  verdict.doubled += arrivals.filter(({ deliveryId }) => !rows.has(deliveryId)).length;
  return verdict;
}

function judgeOne(row: LedgerRow, came: readonly Arrived[], evidence: Evidence, verdict: Verdict): void {
  const { optedOutAt, claimLasts, webhooksCome } = evidence;
  const outAt = optedOutAt.get(row.customerId);
  if (OPEN.has(row.state)) verdict.stuck += 1;
  else if (row.state === 'held') verdict.held += 1;
  if (came.length === 1) verdict.sent += 1;
  if (came.length > 1) {
    const isExplained = row.sentAgain && row.purpose !== 'marketing' && !webhooksCome;
    if (isExplained) verdict.explained += 1;
    else verdict.doubled += 1;
  }
  if (came.length === 0 && row.state === 'failed' && outAt !== undefined && row.error?.includes('wants no'))
    verdict.refused += 1;
  else if (came.length === 0 && (row.state === 'failed' || GONE.has(row.state))) verdict.lost += 1;
  if (row.purpose !== 'reply' && outAt !== undefined)
    verdict.wronglySent += came.filter(({ at }) => at > outAt + claimLasts).length;
  if (came.length > 0 && isMisreported(row, webhooksCome)) verdict.misreported += 1;
}

/** Once a webhook was lost, the ledger may know less than happened; but never that it did not. */
const isMisreported = ({ state }: LedgerRow, webhooksCome: boolean) =>
  webhooksCome ? !RECEIVED.has(state) && !OPEN.has(state) : state === 'failed';

/** Of each conversation, what came after a later one of the same or a lower priority, and never was in doubt nor declined. */
function outOfOrder(ledger: readonly LedgerRow[], arrivals: readonly Arrived[]): number {
  const firstCame = new Map<string, number>();
  for (const [n, { deliveryId }] of arrivals.entries()) if (!firstCame.has(deliveryId)) firstCame.set(deliveryId, n);
  let breaches = 0;
  for (const thread of Map.groupBy(ledger, ({ conversationId }) => conversationId).values()) {
    const rows = thread.filter(({ id }) => firstCame.has(id)).sort((a, b) => a.position - b.position);
    breaches += rows.filter((row, n) => {
      const overtook = rows
        .slice(n + 1)
        .some(
          later =>
            PRIORITY[row.purpose] <= PRIORITY[later.purpose] && firstCame.get(later.id)! < firstCame.get(row.id)!,
        );
      return overtook && !row.wasInDoubt && !row.wasDeclined;
    }).length;
  }
  return breaches;
}
