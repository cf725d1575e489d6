import type { DeliveryState } from '../../contract/message.ts';
import type { DeliveryRow } from '../db/deliveries.ts';
import { advance, currentState, type DeliveryEvent, type DeliveryFacts } from '../domain/delivery-state.ts';

const COLUMNS = {
  queued: 'queuedAt',
  sending: 'sendingAt',
  unknown: 'unknownAt',
  held: 'heldAt',
  accepted: 'acceptedAt',
  sent: 'sentAt',
  delivered: 'deliveredAt',
  read: 'readAt',
  played: 'playedAt',
  failed: 'failedAt',
} as const satisfies Record<DeliveryState, keyof DeliveryRow>;

function factsOf(row: DeliveryRow): DeliveryFacts {
  const at: Partial<Record<DeliveryState, Date>> = {};
  for (const [state, column] of Object.entries(COLUMNS) as [DeliveryState, (typeof COLUMNS)[DeliveryState]][]) {
    const moment = row[column];
    if (moment) at[state] = moment;
  }
  return { at, error: row.errorTitle === null ? null : { code: row.errorCode, title: row.errorTitle } };
}

/** The delivery's row with these events added, and whether what a screen shows has changed with them. */
export function applyEvents(row: DeliveryRow, events: readonly DeliveryEvent[]): { row: DeliveryRow; shows: boolean } {
  const facts = events.reduce(advance, factsOf(row));
  const moments = events.map(({ state }) => [COLUMNS[state], facts.at[state]]);
  const { code: errorCode = null, title: errorTitle = null } = facts.error ?? {};
  const changed = { ...row, ...Object.fromEntries(moments), state: currentState(facts), errorCode, errorTitle };
  return { row: changed, shows: shown(changed) !== shown(row) };
}

/** Whoever is being sent shows the same clock as who waits for it. */
const shown = ({ state, errorTitle }: DeliveryRow) =>
  JSON.stringify(state === 'sending' ? ['queued'] : state === 'failed' ? [state, errorTitle] : [state]);
