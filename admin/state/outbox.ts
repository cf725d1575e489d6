import type { Channel, MessageContent } from '../../contract/message.ts';
import type { Quote } from '../../contract/message-parts.ts';
import type { AgentContent } from '../../contract/outgoing.ts';

/** A message that the agent has sent and the server has not yet acknowledged. */
export type OutboxEntry = {
  readonly clientId: string;
  readonly conversationId: string;
  /** Empty where there is other content. */
  readonly text: string;
  /** What is sent in place of text, and how it is shown until then. */
  readonly content?: { readonly sent: AgentContent; readonly shown: MessageContent };
  readonly replyTo?: Quote;
  /** Null: the server takes the channel of the shopper's last message. */
  readonly channel: Channel | null;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly state: 'queued' | 'sending' | 'waiting' | 'failed';
  readonly attempts: number;
  /** Why it failed, in words. */
  readonly reason: string | null;
};

export type Outbox = readonly OutboxEntry[];

export type NewEntry = Pick<
  OutboxEntry,
  'clientId' | 'conversationId' | 'text' | 'content' | 'replyTo' | 'channel' | 'createdAt'
>;

export const withEntry = (outbox: Outbox, entry: NewEntry): Outbox => [
  ...outbox,
  { ...entry, state: 'queued', attempts: 0, reason: null },
];

/** It is on its way. */
export const sending = (outbox: Outbox, clientId: string): Outbox =>
  change(outbox, clientId, entry => ({ ...entry, state: 'sending', attempts: entry.attempts + 1, reason: null }));

/** No answer: it will be tried again, with the same id. */
export const waiting = (outbox: Outbox, clientId: string): Outbox =>
  change(outbox, clientId, entry => ({ ...entry, state: 'waiting' }));

/** The server refused it; only the agent can decide what next. */
export const failed = (outbox: Outbox, clientId: string, reason: string): Outbox =>
  change(outbox, clientId, entry => ({ ...entry, state: 'failed', reason }));

/** The agent asks to try a refused one again. */
export const retried = (outbox: Outbox, clientId: string): Outbox =>
  change(outbox, clientId, entry => ({ ...entry, state: 'queued', attempts: 0, reason: null }));

/** Acknowledged, or discarded by the agent. */
export const without = (outbox: Outbox, clientId: string): Outbox =>
  outbox.some(entry => entry.clientId === clientId) ? outbox.filter(entry => entry.clientId !== clientId) : outbox;

/** The next to send in each conversation: one at a time, in the order written. A refused one does not hold up the others. */
export function due(outbox: Outbox): OutboxEntry[] {
  const heads = new Map<string, OutboxEntry>();
  for (const entry of outbox) {
    if (entry.state !== 'failed' && !heads.has(entry.conversationId)) heads.set(entry.conversationId, entry);
  }
  return [...heads.values()].filter(({ state }) => state !== 'sending');
}

/** After a reload nothing is on its way any more. */
export const restored = (outbox: Outbox): Outbox =>
  outbox.map(entry => (entry.state === 'sending' ? { ...entry, state: 'waiting' } : entry));

/** Milliseconds to wait before attempt `attempts + 1`: doubling from 1 s to 30 s, spread by `random` in 0…1. */
export const retryDelay = (attempts: number, random: number): number =>
  Math.min(30_000, 1000 * 2 ** Math.max(0, attempts - 1)) * (0.5 + random / 2);

const change = (outbox: Outbox, clientId: string, to: (entry: OutboxEntry) => OutboxEntry): Outbox =>
  outbox.map(entry => (entry.clientId === clientId ? to(entry) : entry));
