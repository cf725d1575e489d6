import type { Books } from '../../../contract/automation-facts.ts';
import type { EventFact, PersonFacts } from '../automation/facts.ts';
import { zonesOf } from '../automation/zones.ts';
import { consentState } from '../consent.ts';
import { DAY } from '../duration.ts';
import { ownersOf } from './owners.ts';
import type { Past, PastBook, PastBrowser } from './past.ts';
import { pastCarts } from './past-carts.ts';

/** Of each customer's subject and kind so many are looked at, the newest. */
const MOST_OF_EACH = 50;

/** `timeZone`: the shop's. `numberId`: of ours that is written from where they never wrote to one; null: none is connected. */
export type Surroundings = { timeZone: string; capDays: number; numberId: string | null };

/** Is it not known any more, what of it plays a part? */
export type Doubt = { panel: boolean; books: boolean };

/** A person as they were at moments of the past. Moments should grow: then nothing is read twice. */
export type PastFacts = ReturnType<typeof pastFacts>;

export function pastFacts(past: Past, surroundings: Surroundings) {
  const owner = ownersOf(past);
  const carts = pastCarts(past);
  const events = [...past.events].sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  const messages = [...past.messages].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const subjects = [...new Set([...past.customers, ...past.browsers].map(({ id }) => id))];
  const isTheirs = (customerId: string, at: Date) => {
    if (past.merges.length === 0) return () => true;
    return (id: string) => owner(id, at) === customerId;
  };

  /** What was known at `at` of what they did since `since`, and of what they wrote. */
  function eventsAt(customerId: string, since: Date, at: Date): EventFact[] {
    const theirs = isTheirs(customerId, at);
    const done: EventFact[] = events.filter(
      event => event.receivedAt <= at && event.at >= since && theirs(event.subjectId),
    );
    const written = messages.filter(
      ({ createdAt, sentAt, threadId }) => createdAt <= at && sentAt >= since && theirs(threadId),
    );
    return [...done, ...written.map(({ id, sentAt }) => ({ ...MESSAGE, id, at: sentAt, properties: {} }))];
  }

  function booksAt(customerId: string, at: Date): Books & { guessed: boolean } {
    const theirs = isTheirs(customerId, at);
    const books = past.books.filter(
      ({ subjectId, from, until }) => from <= at && (until === null || until > at) && theirs(subjectId),
    );
    const web = subjects.filter(theirs).flatMap(id => carts(id, at).map(cart => ({ subjectId: id, fact: cart })));
    return {
      carts: [
        ...newestOf(web, ({ updatedAt }) => updatedAt),
        ...newestOf(ofKind(books, 'cart'), ({ updatedAt }) => updatedAt),
      ],
      quotes: newestOf(ofKind(books, 'quote'), ({ updatedAt }) => updatedAt),
      orders: newestOf(ofKind(books, 'order'), ({ placedAt }) => placedAt),
      guessed: books.some(({ guessed }) => guessed),
    };
  }

  /** `lead`: asked for only when a condition asks. */
  function personAt(
    customerId: string,
    at: Date,
    lead: () => PersonFacts['lead'],
  ): { facts: PersonFacts; doubt: Doubt } {
    const theirs = isTheirs(customerId, at);
    const customer = past.customers.find(({ id }) => id === customerId)!;
    const { guessed, ...books } = booksAt(customerId, at);
    const browsers = past.browsers.filter(({ id, createdAt }) => createdAt <= at && theirs(id));
    const settings = newestBy(
      browsers.filter(({ toldAt }) => toldAt !== null),
      browser => toldBy(browser, at),
    );
    const identities = past.identities.filter(({ id, provenAt }) => provenAt <= at && theirs(id));
    const isKnown = customer.kind === 'known' && since(past, customerId) <= at;
    const phone = isKnown ? customer.phone : null;
    const said = messages.filter(({ createdAt, threadId }) => createdAt <= at && theirs(threadId));
    const panel = panelAt(browsers, at);
    const proven = identities.filter(({ kind }) => kind === 'wa_id' || kind === 'bsuid');
    const identity =
      proven.sort((a, b) => (a.kind === b.kind ? compare(a.id, b.id) : compare(b.kind, a.kind)))[0] ??
      identities.find(({ kind }) => kind === 'told_phone');
    const { numberId } = surroundings;
    const facts: PersonFacts = {
      ...books,
      customer: {
        ...{ id: customerId, kind: isKnown ? 'known' : 'guest', phone },
        fullName: isKnown ? customer.fullName : null,
      },
      language: settings?.language ?? null,
      zones: zonesOf(settings?.timeZone ?? null, phone, surroundings.timeZone),
      get lead() {
        return lead();
      },
      consent: consentState(consentsAt(past, theirs, at)),
      wroteAt: said.at(-1)?.sentAt ?? null,
      lastInboundAt: inboundAt(past, said, theirs, at),
      panelAt: panel.at,
      address: numberId && identity ? { numberId, identityId: identity.id } : null,
      advertisedAt: past.adverts
        .filter(({ threadId, queuedAt, failedAt }) => {
          const counts = queuedAt <= at && (failedAt === null || failedAt > at);
          return counts && queuedAt.getTime() > at.getTime() - surroundings.capDays * DAY && theirs(threadId);
        })
        .map(({ queuedAt }) => queuedAt),
      tags: [
        ...new Set(
          past.tags.filter(({ addedAt, customerId: id }) => addedAt <= at && theirs(id)).map(({ tag }) => tag),
        ),
      ].sort(),
      awaited: [],
    };
    return { facts, doubt: { panel: panel.unknown, books: guessed } };
  }

  return { owner, eventsAt, booksAt, personAt };
}

const MESSAGE = { name: 'message_sent', source: 'woodex' } as const;

/** From when on they were known by a phone, an account or an address. */
function since({ identities, contactsSince, customers, root }: Past, customerId: string): Date {
  const customer = customers.find(({ id }) => id === customerId)!;
  const proofs = [...identities.map(({ provenAt }) => provenAt), ...(contactsSince ? [contactsSince] : [])];
  if (customerId !== root || proofs.length === 0) return customer.createdAt;
  return new Date(Math.min(...proofs.map(Number)));
}

const consentsAt = ({ consents, merges }: Past, theirs: (id: string) => boolean, at: Date) =>
  consents.filter(({ id, recordedAt, pending }) => {
    const counts = !pending || merges.some(merge => merge.suspended.has(id) && merge.at > at);
    return recordedAt <= at && counts && theirs(id);
  });

/** A call opens the window too, and leaves no message: of calls the last one is known. */
function inboundAt(
  { threads }: Past,
  said: readonly { channel: string; sentAt: Date }[],
  theirs: (id: string) => boolean,
  at: Date,
): Date | null {
  const times = said.filter(({ channel }) => channel === 'whatsapp').map(({ sentAt }) => sentAt);
  for (const { id, lastInboundAt } of threads)
    if (lastInboundAt && lastInboundAt <= at && theirs(id)) times.push(lastInboundAt);
  return times.length > 0 ? new Date(Math.max(...times.map(Number))) : null;
}

/** Only when a page was seen open last is kept. What was open before that is not known; who opened none before has none. */
function panelAt(browsers: readonly PastBrowser[], at: Date): { at: Date | null; unknown: boolean } {
  const seen = browsers.filter(({ panelAt, revokedAt }) => panelAt !== null && (revokedAt === null || revokedAt > at));
  const before = seen.flatMap(({ panelAt }) => (panelAt && panelAt <= at ? [panelAt] : []));
  const newest = before.length > 0 ? new Date(Math.max(...before.map(Number))) : null;
  return { at: newest, unknown: seen.some(({ panelAt }) => panelAt !== null && panelAt > at) };
}

/** What a browser told last may have been told otherwise before: it is taken for what it told from the first. */
const toldBy = ({ toldAt, createdAt }: PastBrowser, at: Date): Date => (toldAt && toldAt <= at ? toldAt : createdAt);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const newestBy = <T>(list: readonly T[], when: (one: T) => Date): T | undefined =>
  list.toSorted((a, b) => when(b).getTime() - when(a).getTime())[0];

function ofKind<K extends PastBook['kind']>(books: readonly PastBook[], kind: K) {
  return books.filter((book): book is Extract<PastBook, { kind: K }> => book.kind === kind);
}

/** Of each subject's the newest, as many as are looked at. */
function newestOf<F>(books: readonly { subjectId: string; fact: F }[], when: (fact: F) => Date): F[] {
  if (books.length <= MOST_OF_EACH) return books.map(({ fact }) => fact);
  return [...Map.groupBy(books, ({ subjectId }) => subjectId).values()].flatMap(own =>
    own
      .map(({ fact }) => fact)
      .sort((a, b) => when(b).getTime() - when(a).getTime())
      .slice(0, MOST_OF_EACH),
  );
}
