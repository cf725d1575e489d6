import type { Delivery, DeliveryState } from '../../contract/message.ts';

/** How far a message has come. `failed` stands beside this ladder: see {@link currentState}. */
const LADDER = [
  'queued',
  'sending',
  'unknown',
  'held',
  'accepted',
  'sent',
  'delivered',
  'read',
  'played',
] as const satisfies DeliveryState[];

const ARRIVED: readonly DeliveryState[] = ['delivered', 'read', 'played'];

/** Does it say that the message is on the customer's phone? */
export const hasArrived = (state: DeliveryState): boolean => ARRIVED.includes(state);

export type DeliveryError = NonNullable<Delivery['error']>;

/** What is known of an outbound message: when it first reached each state, and why it failed if it ever did. */
export type DeliveryFacts = {
  at: Readonly<Partial<Record<DeliveryState, Date>>>;
  error: DeliveryError | null;
};

/** `error` is read only where the state is `failed`. */
export type DeliveryEvent = { state: DeliveryState; at: Date; error?: DeliveryError };

export const NO_FACTS: DeliveryFacts = { at: {}, error: null };

/**
 * Adds one event. Status webhooks come late, twice and in any order, even before the answer to the request that sent the message
 * (Meta, Webhooks, "statuses"); the same events in any order and number give the same facts.
 */
export function advance(current: DeliveryFacts, event: DeliveryEvent): DeliveryFacts {
  const known = current.at[event.state];
  const at = { ...current.at, [event.state]: known && known <= event.at ? known : event.at };
  if (event.state !== 'failed') return { at, error: current.error };
  return { at, error: firstError(current, event) };
}

/**
 * The state to show. It never goes back: the highest rung reached, or `failed` as long as no sign says that the message arrived;
 * a `delivered` outweighs a `failed`, whichever came first.
 */
export function currentState(facts: DeliveryFacts): DeliveryState {
  const reached = LADDER.findLast(state => facts.at[state]) ?? 'queued';
  return facts.at.failed && !hasArrived(reached) ? 'failed' : reached;
}

/** Of two failures the earlier one is the reason; at the same instant the lesser by code and title, so that order plays no part. */
function firstError(current: DeliveryFacts, event: DeliveryEvent): DeliveryError | null {
  const told = event.error ?? null;
  const since = current.at.failed;
  if (!since || event.at < since) return told;
  if (event.at > since) return current.error;
  return order(told) < order(current.error) ? told : current.error;
}

// An error that says something comes before silence.
const order = (error: DeliveryError | null) =>
  error ? `0 ${String(error.code ?? '').padStart(16, '0')} ${error.title}` : '1';
