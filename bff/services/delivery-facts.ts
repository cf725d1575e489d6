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
  return { at, error: row.failedAt ? { code: row.errorCode, title: row.errorTitle ?? '' } : null };
}

/** What an event changes of a delivery's row, and whether what a screen shows changes with it. */
export function applyEvent(row: DeliveryRow, event: DeliveryEvent): { change: Partial<DeliveryRow>; shows: boolean } {
  const facts = advance(factsOf(row), event);
  const state = currentState(facts);
  const change = {
    state,
    [COLUMNS[event.state]]: facts.at[event.state],
    errorCode: facts.error?.code ?? null,
    errorTitle: facts.error?.title ?? null,
  };
  return { change, shows: state !== row.state };
}
