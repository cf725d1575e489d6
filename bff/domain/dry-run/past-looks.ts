import type { Trigger } from '../../../contract/automation.ts';
import { isOpen } from '../quote-expiry.ts';
import type { Past } from './past.ts';
import type { PastFacts } from './past-facts.ts';

/** `customerId`: whoever was looked at anew then. */
export type Look = { at: Date; customerId: string };

/** When the follower looked at this person, and at whom of those who are one now: whatever moved was looked at at once. Oldest first. */
export function looksOf(
  past: Past,
  { owner, booksAt }: PastFacts,
  { definition, from, to }: { definition: { trigger: Trigger }; from: Date; to: Date },
): Look[] {
  const moved: [at: Date, id: string][] = [
    ...past.events.map(({ receivedAt, subjectId }): [Date, string] => [receivedAt, subjectId]),
    ...past.messages.map(({ createdAt, threadId }): [Date, string] => [createdAt, threadId]),
    ...past.books.map(({ from, subjectId }): [Date, string] => [from, subjectId]),
    ...past.consents.map(({ recordedAt, id }): [Date, string] => [recordedAt, id]),
    ...past.points.map(({ at, customerId }): [Date, string] => [at, customerId]),
    ...past.merges.map(({ at, into }): [Date, string] => [at, into]),
  ];
  // Quotes that were made before the rule was on run out all the same.
  if (definition.trigger.on === 'quote-expiring') {
    for (const { id } of past.customers) {
      const isHolder = booksAt(id, from).quotes.some(
        quote => isOpen(quote) && quote.expiresAt && quote.expiresAt > from,
      );
      if (isHolder && owner(id, from) === id) moved.push([from, id]);
    }
  }
  const looks = new Map<string, Look>();
  for (const [at, id] of moved) {
    if (at >= to) continue;
    const customerId = owner(id, at);
    looks.set(`${at.getTime()} ${customerId}`, { at, customerId });
  }
  return [...looks.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}
