import type { ConversationDetail, ConversationList, ConversationSummary } from '../../contract/conversation.ts';
import type { Message } from '../../contract/message.ts';
import type { AgentUpdate } from '../../contract/update.ts';

/** A UUID that ends in `n`. */
export const id = (n: number): string => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** ISO 8601, so many minutes after noon of a day in March. */
export const minute = (n: number): string => new Date(Date.UTC(2026, 2, 10, 12, n)).toISOString();

export const ME = { id: id(900), name: 'Lena Hoffmann' };
export const OTHER = { id: id(901), name: 'Aylin Demir' };

export function message(position: number, changes: Partial<Message> = {}): Message {
  return {
    id: id(10_000 + position),
    clientId: null,
    position,
    author: { kind: 'shopper' },
    channel: 'web',
    content: { kind: 'text', text: `message ${position}` },
    sentAt: minute(position),
    replyTo: null,
    delivery: null,
    ...changes,
  };
}

/** A row whose last message came at minute `n`. */
export function row(n: number, changes: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id: id(n),
    seq: 1,
    customer: { id: id(500 + n), kind: 'guest', fullName: `Shopper ${n}`, phone: null },
    status: 'open',
    assignee: null,
    unread: 0,
    lastMessage: message(1, { sentAt: minute(n) }),
    lastMessageAt: minute(n),
    replyChannel: 'web',
    serviceWindowClosesAt: null,
    lead: null,
    ...changes,
  };
}

export function detail(n: number, changes: Partial<ConversationDetail> = {}): ConversationDetail {
  const { customer, ...rest } = row(n);
  return {
    ...rest,
    customer: { ...customer, identities: [], startedOn: null, createdAt: minute(0) },
    channels: ['web'],
    readByShopper: 0,
    createdAt: minute(0),
    ...changes,
  };
}

export const page = (
  conversations: ConversationSummary[],
  { next = null, seq = 100 }: { next?: string | null; seq?: number } = {},
): ConversationList => ({ conversations, next, seq });

/** The update `seq` that says what `conversation` is like now. */
export const update = (
  seq: number,
  conversation: ConversationSummary,
  change: AgentUpdate['change'] = { kind: 'conversation' },
): AgentUpdate => ({ seq, conversationId: conversation.id, conversation, change });

export const messages = (from: number, to: number): Message[] =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
