import type { DeliveryState, Message, MessagePage } from '../../contract/message.ts';

/** The part of a thread that this screen has: positions without a hole, oldest first. */
export type Thread = {
  readonly messages: readonly Message[];
  /** There are messages before the first one. */
  readonly hasMore: boolean;
  /** Told by the stream, but their neighbours are not here yet: before the first page, or after a gap. */
  readonly waiting: readonly Message[];
  readonly loaded: boolean;
};

export const emptyThread: Thread = { messages: [], hasMore: false, waiting: [], loaded: false };

/** The newest page arrived: joined to what is here, or in its place when there is a hole between the two. */
export function withNewestPage(thread: Thread, page: MessagePage): Thread {
  const first = page.messages[0];
  const joins = thread.loaded && first !== undefined && first.position <= lastPosition(thread) + 1;
  const base: Thread = joins
    ? { ...thread, messages: join(thread.messages, page.messages), waiting: [] }
    : { messages: page.messages, hasMore: page.hasMore, waiting: [], loaded: true };
  return thread.waiting.reduce(withMessage, base);
}

/** A page from before the first message arrived. A page that does not touch the thread is an old answer: dropped. */
export function withOlderPage(thread: Thread, page: MessagePage): Thread {
  const last = page.messages.at(-1);
  const first = thread.messages[0];
  if (last === undefined) return { ...thread, hasMore: false };
  if (first === undefined || last.position < first.position - 1) return thread;
  return { ...thread, messages: join(page.messages, thread.messages), hasMore: page.hasMore };
}

/** One message as it is now, new or changed. It waits when messages between are missing: see {@link hasGap}. */
export function withMessage(thread: Thread, message: Message): Thread {
  const known = thread.messages.findIndex(({ position }) => position === message.position);
  if (known >= 0) return { ...thread, messages: thread.messages.with(known, newer(thread.messages[known]!, message)) };
  const isNext = thread.loaded && message.position === lastPosition(thread) + 1;
  const isBefore = thread.loaded && message.position <= lastPosition(thread);
  if (isBefore) return thread;
  if (!isNext) return { ...thread, waiting: [...thread.waiting, message] };
  const waiting = thread.waiting.filter(({ position }) => position > message.position);
  const joined: Thread = { ...thread, messages: [...thread.messages, message], waiting: [] };
  return waiting.sort((a, b) => a.position - b.position).reduce(withMessage, joined);
}

/** The stream has skipped ahead of what is here: the newest page must be fetched. */
export const hasGap = (thread: Thread): boolean => thread.loaded && thread.waiting.length > 0;

export const lastPosition = (thread: Thread): number => thread.messages.at(-1)?.position ?? 0;

const RANK: Record<DeliveryState, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  held: 3,
  accepted: 4,
  sent: 5,
  failed: 6,
  delivered: 7,
  read: 8,
  played: 9,
};

/** Two forms of one message: ticks never go back but with a new round, so the further one is the newer one. */
function newer(known: Message, told: Message): Message {
  if (!known.delivery) return told;
  if (!told.delivery) return known;
  const rounds = told.delivery.round - known.delivery.round;
  return rounds > 0 || (rounds === 0 && RANK[told.delivery.state] >= RANK[known.delivery.state]) ? told : known;
}

function join(older: readonly Message[], younger: readonly Message[]): Message[] {
  const byPosition = new Map(older.map(message => [message.position, message]));
  for (const message of younger) {
    const known = byPosition.get(message.position);
    byPosition.set(message.position, known ? newer(known, message) : message);
  }
  return [...byPosition.values()].sort((a, b) => a.position - b.position);
}
