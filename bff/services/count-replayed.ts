import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { DryRunMessage, DryRunOutcome, DryRunStory, DryRunUnknown } from '../../contract/dry-run.ts';
import type { MessageContent } from '../../contract/message.ts';
import { PAST_EVENTS_READ } from '../db/past-facts.ts';
import type { Past } from '../domain/dry-run/past.ts';
import { categoryOf } from '../domain/dry-run/price.ts';
import type { CountedRun } from '../domain/dry-run/tally.ts';
import { hasActed, type Replay, type ReplayedRun, type Sent } from './replay-person.ts';

/** What a run came to, and the messages it would have sent, as they are counted. */
export function countReplayed(replay: Replay, past: Past, replayed: ReplayedRun): CountedRun {
  const { run, doubt } = replayed;
  const zoned = Temporal.Instant.fromEpochMilliseconds(run.startedAt.getTime()).toZonedDateTimeISO(
    replay.manners.timeZone,
  );
  const unknown: [DryRunUnknown, boolean][] = [
    ['panel', doubt.panel],
    ['books', doubt.books],
    ['events', past.events.length >= PAST_EVENTS_READ],
  ];
  return {
    ...outcomeOf(replayed),
    day: zoned.toPlainDate().toString(),
    messages: replayed.sent.map(sent => messageOf(replay, past, sent)),
    unknown: unknown.flatMap(([what, isSo]) => (isSo ? [what] : [])),
  };
}

function outcomeOf({ run, decisions, doubt }: ReplayedRun): { outcome: DryRunOutcome; reason: string } {
  const acted = decisions.find(hasActed);
  if (acted) return { outcome: acted.outcome === 'sent' ? 'sent' : 'acted', reason: acted.reason };
  // In the panel it might have come to something else.
  if (doubt.panel) return { outcome: 'unknown', reason: 'panel' };
  if (run.state === 'waiting')
    return { outcome: 'waiting', reason: decisions.findLast(isWaiting)?.reason ?? 'its-time' };
  const last = decisions.findLast(({ outcome }) => outcome === run.state) ?? decisions.at(-1)!;
  return { outcome: run.state === 'done' ? 'acted' : run.state, reason: last.reason };
}

const isWaiting = ({ outcome }: { outcome: string }) => outcome === 'waiting';

function messageOf(
  { stationery }: Replay,
  past: Past,
  { content, whatsapp, inWindow }: Sent,
): CountedRun['messages'][number] {
  const channel: DryRunMessage['channel'] = !whatsapp ? 'panel' : content.kind === 'template' ? 'template' : 'text';
  const template =
    content.kind === 'template' ? stationery.templates.find(({ row }) => row.id === content.templateId) : undefined;
  const category = categoryOf(channel, template?.row.category ?? null, inWindow);
  return { channel, category, country: channel === 'panel' ? null : countryOf(past) };
}

/** By the phone that WhatsApp knows them by, else the one they told. */
function countryOf({ identities, customers, root }: Past): string | null {
  const proven = identities.find(({ kind }) => kind === 'wa_id');
  const phone = proven ? `+${proven.value}` : customers.find(({ id }) => id === root)?.phone;
  return (phone && parsePhoneNumberFromString(phone)?.country) || null;
}

const UNSURE = {
  panel: 'Whether a page of the shop was open then is not known: it may have been written there instead.',
  books: 'How a quote or an order of theirs stood then is not known; it is taken for what was first known of it.',
};

/** What somebody who looks through the samples reads of a run. */
export const storyOf = ({ decisions, sent, doubt }: ReplayedRun): DryRunStory => ({
  uncertain: doubt.panel ? UNSURE.panel : doubt.books ? UNSURE.books : null,
  decisions: decisions.map(({ id, at, step, outcome, reason, words }) => {
    const message = sent.find(({ decision }) => decision.id === id);
    return { at: at.toISOString(), step, outcome, reason, words, message: message ? textOf(message.content) : null };
  }),
});

function textOf(content: MessageContent): string {
  if (content.kind === 'text') return content.text;
  if (content.kind !== 'template') return '';
  return [content.header, content.body, content.footer].filter(Boolean).join('\n');
}
