import type { Sender } from './inbound-message.ts';
import { idOf, type JsonObject, listOf, stampOf, textOf } from './json.ts';
import { waIdOf } from './people.ts';

/** Who opened the service window by a call, and when. */
export type WindowCall = { from: Sender; at: Date };

/** Calls that open the service window: the user's own, answered or not, and ours once accepted (Meta, "Customer service windows"). */
export function windowCalls(value: JsonObject, receivedAt: Date): WindowCall[] {
  const theirs = listOf(value.calls).filter(
    ({ direction, event }) => direction === 'USER_INITIATED' && event === 'connect',
  );
  const accepted = listOf(value.statuses).filter(
    ({ type, status }) => type === 'call' && textOf(status)?.toUpperCase() === 'ACCEPTED',
  );
  return [
    ...theirs.map(call => windowCall(call.from, call.from_user_id, call, receivedAt)),
    ...accepted.map(call => windowCall(call.recipient_id, call.recipient_user_id, call, receivedAt)),
  ].filter(({ from }) => from.waId || from.bsuid);
}

const windowCall = (phone: unknown, user: unknown, { timestamp }: JsonObject, receivedAt: Date): WindowCall => ({
  from: { waId: waIdOf(phone), bsuid: idOf(user) },
  at: stampOf(timestamp, receivedAt),
});
