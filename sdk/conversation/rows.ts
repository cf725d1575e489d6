import type { Message } from '../../contract/message.ts';
import type { Outgoing } from './saved.ts';

/** Messages of one author within that many ms of each other stand together. */
const GROUP_SPAN = 5 * 60_000;

type Written = {
  key: string;
  /** ISO 8601. */
  at: string;
  /** The first, the last of a group of one author's messages. */
  first: boolean;
  last: boolean;
};

/** What the transcript draws, from top to bottom. */
export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'divider'; key: string }
  | (Written & { kind: 'message'; message: Message; reactions: string[] })
  | (Written & { kind: 'outgoing'; outgoing: Outgoing });

export type RowsInput = {
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  /** The shopper had read up to here when the panel opened; 0: no divider. */
  dividerAfter: number;
  /** The day of an instant where the shopper is, as a string that is the same for the same day. */
  dayOf: (at: string) => string;
};

/** Days, the line above what is new, and messages in their groups. A message keeps its key when the server confirms it. */
export function buildRows({ messages, outgoing, dividerAfter, dayOf }: RowsInput): Row[] {
  const rows: Row[] = [];
  const confirmed = new Set(messages.map(message => message.clientId));
  let day = '';
  let group: { who: string; at: number; row: Written } | undefined;
  let isDivided = dividerAfter === 0;

  function place(who: string, row: Row & Written) {
    const today = dayOf(row.at);
    const at = Date.parse(row.at);
    if (today !== day) {
      day = today;
      group = undefined;
      rows.push({ kind: 'day', key: `day ${today} ${row.key}`, at: row.at });
    }
    if (group && group.who === who && Math.abs(at - group.at) < GROUP_SPAN) {
      group.row.last = false;
      row.first = false;
    }
    group = { who, at, row };
    rows.push(row);
  }

  const reactions = reactionsOn(messages);
  for (const message of messages) {
    if (isPlaced(message, reactions)) continue;
    const { author, position, sentAt: at } = message;
    if (!isDivided && position > dividerAfter && author.kind !== 'shopper') {
      isDivided = true;
      group = undefined;
      rows.push({ kind: 'divider', key: 'divider' });
    }
    const key = message.clientId ?? message.id;
    place(author.kind === 'agent' ? author.id : author.kind, {
      kind: 'message',
      key,
      at,
      first: true,
      last: true,
      message,
      reactions: [...(reactions.get(message.id)?.values() ?? [])],
    });
  }
  for (const it of outgoing) {
    if (!confirmed.has(it.clientId)) {
      place('shopper', { kind: 'outgoing', key: it.clientId, at: it.at, first: true, last: true, outgoing: it });
    }
  }
  return rows;
}

type Reactions = Map<string, Map<string, string>>;

/** The last reaction of each author on each message that is here; taken back ones are gone. */
function reactionsOn(messages: readonly Message[]): Reactions {
  const here: Reactions = new Map(messages.map(({ id }) => [id, new Map()]));
  for (const { content, author } of messages) {
    const by = content.kind === 'reaction' && content.to && here.get(content.to);
    if (!by) continue;
    const who = author.kind === 'agent' ? author.id : author.kind;
    if (content.emoji) by.set(who, content.emoji);
    else by.delete(who);
  }
  return here;
}

const isPlaced = ({ content }: Message, here: Reactions) =>
  content.kind === 'reaction' && content.to !== null && here.has(content.to);
