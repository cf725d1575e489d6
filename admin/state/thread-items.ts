import type { Message } from '../../contract/message.ts';

/** What stands in the thread, from top to bottom. */
export type ThreadItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'channel'; key: string; channel: Message['channel'] }
  | {
      kind: 'message';
      key: string;
      message: Message;
      /** Who has reacted with what: agents by their ids, else `shopper`. */
      reactions: ReadonlyMap<string, string>;
      isFirst: boolean;
      isLast: boolean;
    };

/** One author's messages within this time stand together. */
const TOGETHER = 5 * 60_000;

/**
 * Messages in reading order with days, the unread line (before `unreadFrom`) and changes of the channel between them.
 * A reaction sits on its message when that is here. `dayOf` names the calendar day of an instant in the agent's zone.
 */
export function threadItems(
  messages: readonly Message[],
  unreadFrom: number | null,
  dayOf: (iso: string) => string,
): ThreadItem[] {
  const reactions = reactionsByMessage(messages);
  const shown = messages.filter(message => !isPlaced(message, reactions));
  return shown.flatMap((message, index) => {
    const previous = shown[index - 1];
    const next = shown[index + 1];
    const items: ThreadItem[] = [];
    const isNewDay = !previous || dayOf(previous.sentAt) !== dayOf(message.sentAt);
    const isUnread = unreadFrom !== null && message.position >= unreadFrom && (previous?.position ?? 0) < unreadFrom;
    if (isNewDay) items.push({ kind: 'day', key: `day-${message.position}`, at: message.sentAt });
    if (isUnread) items.push({ kind: 'unread', key: 'unread' });
    if (previous && previous.channel !== message.channel) {
      items.push({ kind: 'channel', key: `channel-${message.position}`, channel: message.channel });
    }
    items.push({
      kind: 'message',
      key: message.id,
      message,
      reactions: reactions.get(message.id) ?? new Map(),
      isFirst: isNewDay || isUnread || !previous || !standTogether(previous, message),
      isLast: !next || dayOf(next.sentAt) !== dayOf(message.sentAt) || !standTogether(message, next),
    });
    return items;
  });
}

/** The position of the first unread message, given how many of the shopper's messages nobody has read. */
export function firstUnread(messages: readonly Message[], unread: number): number | null {
  if (unread === 0) return null;
  const byShopper = messages.filter(({ author }) => author.kind === 'shopper');
  return (byShopper.at(-unread) ?? byShopper[0])?.position ?? null;
}

type Reactions = Map<string, Map<string, string>>;

/** The last reaction of each author on each message that is here; taken back ones are gone. */
function reactionsByMessage(messages: readonly Message[]): Reactions {
  const here = new Set(messages.map(({ id }) => id));
  const result: Reactions = new Map();
  for (const { content, author } of messages) {
    if (content.kind !== 'reaction' || content.to === null || !here.has(content.to)) continue;
    const byAuthor = result.get(content.to) ?? new Map<string, string>();
    const who = author.kind === 'agent' ? author.id : author.kind;
    if (content.emoji === null) byAuthor.delete(who);
    else byAuthor.set(who, content.emoji);
    result.set(content.to, byAuthor);
  }
  return result;
}

const isPlaced = ({ content }: Message, reactions: Reactions) =>
  content.kind === 'reaction' && content.to !== null && reactions.has(content.to);

function standTogether(a: Message, b: Message): boolean {
  const authorOf = ({ author }: Message) => (author.kind === 'agent' ? author.id : author.kind);
  const apart = Date.parse(b.sentAt) - Date.parse(a.sentAt);
  return a.channel === b.channel && authorOf(a) === authorOf(b) && Math.abs(apart) <= TOGETHER;
}
