/**
 * A wake-up, not a message: "something moved there". Whoever is woken reads the database after the last number it has seen, so a
 * lost or a doubled signal changes nothing. `missed` says that signals may have been lost: look for yourself.
 */
export type Signal =
  | { kind: 'moved'; merchantId: string; conversationId: string }
  | { kind: 'typing'; merchantId: string; conversationId: string; by: 'shopper' | 'agent'; typing: boolean }
  /** New on these customers' journeys; told as it is, and never made up for: whoever shows one asks anew with the next. */
  | { kind: 'journey'; merchantId: string; customerIds: string[] }
  /** The merchant's WhatsApp numbers or templates are not as they were: whoever shows them asks anew. */
  | { kind: 'numbers'; merchantId: string }
  /** There are jobs; of one kind alone where it says so: then the others need not look. */
  | { kind: 'work'; jobs?: string }
  | { kind: 'missed' };

export type Listener = (signal: Signal) => void;

/** Wake-ups between requests, workers and open streams, in one process or in many. */
export interface Live {
  /** Call it after the commit, never inside the transaction. It never throws and never waits. */
  publish(signal: Exclude<Signal, { kind: 'missed' }>): void;
  /** Returns the function that ends the subscription. */
  subscribe(topic: string, listener: Listener): () => void;
  close(): Promise<void>;
}

export const conversationTopic = (merchantId: string, conversationId: string) =>
  `conversation:${merchantId}:${conversationId}`;
export const merchantTopic = (merchantId: string) => `merchant:${merchantId}`;
export const WORK_TOPIC = 'work';
export const jobsTopic = (kind: string) => `work:${kind}`;

/** The topics whose subscribers a signal wakes. */
export function topicsOf(signal: Exclude<Signal, { kind: 'missed' }>): string[] {
  if (signal.kind === 'work') return [signal.jobs ? jobsTopic(signal.jobs) : WORK_TOPIC];
  if (signal.kind === 'journey' || signal.kind === 'numbers') return [merchantTopic(signal.merchantId)];
  return [conversationTopic(signal.merchantId, signal.conversationId), merchantTopic(signal.merchantId)];
}
