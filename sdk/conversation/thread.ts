import type { Message, MessagePage } from '../../contract/message.ts';
import type { ConversationSnapshot } from '../../contract/storefront.ts';
import type { ShopperUpdate } from '../../contract/update.ts';

/** What a screen knows of the conversation. Never changed in place. */
export type Thread = {
  readonly conversation: string;
  /** The number of the newest update that is in here. */
  readonly seq: number;
  /** By position, each once. */
  readonly messages: readonly Message[];
  readonly hasMore: boolean;
  /** The shopper has read up to this position. */
  readonly readUpTo: number;
  /** An agent has read up to this position. */
  readonly readByAgent: number;
  /** Agents' messages that the shopper has not read. */
  readonly unread: number;
};

/** A fresh snapshot; of the thread before it stay the older pages, and marks that the snapshot has not yet learnt. */
export function threadFrom(snapshot: ConversationSnapshot, before?: Thread | null): Thread {
  const same = before?.conversation === snapshot.conversation ? before : undefined;
  const first = snapshot.messages[0]?.position ?? 0;
  const older = same?.messages.filter(message => message.position < first) ?? [];
  const joins = older.length > 0 && older.at(-1)!.position === first - 1;
  return recount(
    {
      conversation: snapshot.conversation,
      seq: snapshot.seq,
      messages: joins ? [...older, ...snapshot.messages] : snapshot.messages,
      hasMore: joins ? same!.hasMore : snapshot.hasMore,
      readUpTo: Math.max(snapshot.readUpTo, same?.readUpTo ?? 0),
      readByAgent: Math.max(snapshot.readByAgents, same?.readByAgent ?? 0),
      unread: 0,
    },
    snapshot.unread,
  );
}

/** `stale`: already known. `missed`: there is a hole before it, so the thread must be fetched again. */
export function followOf(thread: Thread, seq: number): 'next' | 'stale' | 'missed' {
  if (seq <= thread.seq) return 'stale';
  return seq === thread.seq + 1 ? 'next' : 'missed';
}

/** The thread after its next update. */
export function applyUpdate(thread: Thread, update: ShopperUpdate): Thread {
  const moved = { ...thread, seq: update.seq };
  if (update.kind === 'message') return withMessage(moved, update.message);
  if (update.kind !== 'read') return moved;
  return update.by === 'shopper' ? withRead(moved, update.upTo) : withReadByAgent(moved, update.upTo);
}

/** Puts a message in its place, or in the place of what was known of it. */
export function withMessage(thread: Thread, message: Message): Thread {
  const others = thread.messages.filter(other => other.id !== message.id);
  const messages = [...others, message].sort((a, b) => a.position - b.position);
  return recount({ ...thread, messages }, thread.unread);
}

/** The page before the oldest message. */
export function withOlder(thread: Thread, page: MessagePage): Thread {
  const first = thread.messages[0]?.position ?? Number.POSITIVE_INFINITY;
  const older = page.messages.filter(message => message.position < first);
  return { ...thread, messages: [...older, ...thread.messages], hasMore: page.hasMore };
}

export const withRead = (thread: Thread, upTo: number): Thread =>
  recount({ ...thread, readUpTo: Math.max(thread.readUpTo, upTo) }, thread.unread);

const withReadByAgent = (thread: Thread, upTo: number): Thread => ({
  ...thread,
  readByAgent: Math.max(thread.readByAgent, upTo),
});

/** Was this message of the shopper's seen? Who has answered has read. */
export const isSeen = (thread: Thread, message: Message) =>
  message.position <= thread.readByAgent ||
  thread.messages.some(other => other.author.kind === 'agent' && other.position > message.position);

/** What the shopper is to notice: an agent's message, or one that the shop's rules wrote to this page. */
export const isNews = ({ author, channel, content }: Message) =>
  author.kind === 'agent' || (author.kind === 'system' && channel === 'web' && content.kind === 'text');

/** `told`: a count that also covers messages older than the ones here. */
function recount(thread: Thread, told: number): Thread {
  const oldest = thread.messages[0]?.position ?? 1;
  const here = thread.messages.filter(it => isNews(it) && it.position > thread.readUpTo).length;
  return { ...thread, unread: thread.readUpTo < oldest - 1 ? Math.max(here, told) : here };
}
