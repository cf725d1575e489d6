import type { RuleDefinition } from '../../contract/automation.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import * as facts from '../db/past-facts.ts';
import * as people from '../db/past-people.ts';
import type { BookState } from '../db/schema/index.ts';
import { awaitedEvents } from '../domain/automation/ways.ts';
import { asksForAll } from '../domain/dry-run/asks.ts';
import type { Past, PastBook, PastEvent } from '../domain/dry-run/past.ts';
import { DAY } from '../domain/duration.ts';

/** Which rule the past is needed for. `ruleId`: it is there; what it did itself is left out. */
export type Wanted = { from: Date; to: Date; definition: RuleDefinition; ruleId: string | null };

/** All that is held of these people over time. */
export async function loadPasts(tx: MerchantTx, roots: readonly string[], wanted: Wanted): Promise<Past[]> {
  if (roots.length === 0) return [];
  const { from, to, definition, ruleId } = wanted;
  const { trigger, steps } = definition;
  // Asked in one go, answered one after the other: what has come is taken apart while the server works on the next.
  const [customers, browsers] = await Promise.all([
    people.readPastCustomers(tx, roots),
    people.readPastBrowsers(tx, roots),
  ]);
  const ofCustomers = customers.map(({ id }) => id);
  const ofSubjects = [...ofCustomers, ...browsers.map(({ id }) => id)];
  const rootOf = new Map([...customers, ...browsers].map(({ root, id }) => [id, root]));
  const threads = await people.readPastThreads(tx, ofCustomers);
  const threadIds = threads.map(({ id }) => id);
  const rootOfThread = new Map(threads.map(({ id, customer_id }) => [id, rootOf.get(customer_id)!]));
  const named = [...(trigger.on === 'event' ? [trigger.name] : []), ...awaitedEvents(steps)];
  const only = asksForAll(definition) ? null : named;
  const before = new Date(from.getTime() - 31 * DAY);
  const [merges, identities, events, messages, consents, adverts, runs, tags, points, webCarts, books] =
    await Promise.all([
      people.readPastMerges(tx, ofCustomers),
      people.readPastIdentities(tx, roots),
      facts.readPastEvents(tx, ofSubjects, { only, to }),
      facts.readPastMessages(tx, threadIds),
      facts.readPastConsents(tx, roots),
      facts.readPastAdverts(tx, { threads: threadIds, customers: ofCustomers }, { since: before, ruleId }),
      facts.readPastRuns(tx, ofCustomers, { since: new Date(from.getTime() - DAY), ruleId }),
      facts.readPastTags(tx, ofCustomers),
      facts.readPastPoints(tx, ofCustomers),
      facts.readWebCarts(tx, ofSubjects),
      facts.readPastBooks(tx, ofSubjects, from),
    ]);

  // What the rule itself has done since is told by what it did: nothing else says so.
  const did = steps.flatMap(({ do: action }) => {
    if (action.kind === 'tag') return [`tag ${action.tag}`];
    return action.kind === 'score' ? [`score ${action.reason}`] : [];
  });
  const of = <R>(list: readonly R[], rootOfRow: (row: R) => string | undefined) => Map.groupBy(list, rootOfRow);
  const by = {
    customers: of(customers, ({ root }) => root),
    browsers: of(browsers, ({ root }) => root),
    merges: of(merges, ({ from_id }) => rootOf.get(from_id)),
    identities: of(identities, ({ root }) => root),
    threads: of(threads, ({ id }) => rootOfThread.get(id)),
    messages: of(messages, ({ thread_id }) => rootOfThread.get(thread_id)),
    events: of(events, ({ subject_id }) => rootOf.get(subject_id)),
    consents: of(consents, ({ customer_id }) => customer_id),
    adverts: of(adverts, ({ thread_id }) => rootOfThread.get(thread_id)),
    runs: of(runs, ({ customer_id }) => rootOf.get(customer_id)),
    tags: of(tags, ({ customer_id }) => rootOf.get(customer_id)),
    points: of(points, ({ customer_id }) => rootOf.get(customer_id)),
    webCarts: of(webCarts, ({ subject_id }) => rootOf.get(subject_id)),
    books: of(books, ({ subject_id }) => rootOf.get(subject_id)),
  };
  return roots.map((root): Past => {
    const identities = by.identities.get(root) ?? [];
    const contacts = identities
      .filter(({ kind }) => kind === 'contact')
      .map(({ created_at }) => new Date(created_at).getTime());
    return {
      root,
      customers: (by.customers.get(root) ?? []).map(row => ({
        ...{ id: row.id, kind: row.kind, fullName: row.full_name, phone: row.phone },
        createdAt: new Date(row.created_at),
      })),
      browsers: (by.browsers.get(root) ?? []).map(row => ({
        ...{ id: row.id, timeZone: row.time_zone, language: row.language, createdAt: new Date(row.created_at) },
        ...{ revokedAt: moment(row.revoked_at), panelAt: moment(row.panel_at), toldAt: moment(row.told_at) },
      })),
      merges: (by.merges.get(root) ?? []).map(row => ({
        ...{ at: new Date(row.at), from: row.from_id, into: row.into_id },
        ...{ moved: new Set(parsed(row.moved)), suspended: new Set(parsed(row.suspended)) },
      })),
      identities: identities
        .filter(({ kind }) => kind !== 'contact')
        .map(({ id, kind, value, created_at }) => ({ id, kind, value, provenAt: new Date(created_at) })),
      contactsSince: contacts.length > 0 ? new Date(Math.min(...contacts)) : null,
      threads: (by.threads.get(root) ?? []).map(row => ({ id: row.id, lastInboundAt: moment(row.last_inbound_at) })),
      messages: (by.messages.get(root) ?? []).map(({ id, thread_id, channel, sent_at, created_at }) => ({
        ...{ id, threadId: thread_id, channel, sentAt: new Date(sent_at), createdAt: new Date(created_at) },
      })),
      events: (by.events.get(root) ?? []).map(toEvent),
      webCarts: new Map((by.webCarts.get(root) ?? []).map(({ external_id, id }) => [external_id, id])),
      books: (by.books.get(root) ?? []).map(toBook),
      consents: (by.consents.get(root) ?? []).map(
        ({ id, topic, action, source, wording, pending, at, recorded_at }) => ({
          ...{ id, topic, action, source, wording, pending, at: new Date(at), recordedAt: new Date(recorded_at) },
        }),
      ),
      adverts: (by.adverts.get(root) ?? []).map(({ thread_id, queued_at, failed_at }) => ({
        ...{ threadId: thread_id, queuedAt: new Date(queued_at), failedAt: moment(failed_at) },
      })),
      tags: (by.tags.get(root) ?? [])
        .map(({ customer_id, tag, added_at }) => ({ customerId: customer_id, tag, addedAt: new Date(added_at) }))
        .filter(({ tag, addedAt }) => !(ruleId && addedAt >= from && did.includes(`tag ${tag}`))),
      points: (by.points.get(root) ?? [])
        .map(({ customer_id, points, reason, given_at }) => ({
          customerId: customer_id,
          points,
          reason,
          at: new Date(given_at),
        }))
        .filter(({ reason, at }) => !(ruleId && at >= from && did.includes(`score ${reason}`))),
      otherRuns: (by.runs.get(root) ?? []).map(({ id, customer_id, started_at, depth, echo_at }) => ({
        ...{ id, depth, customerId: customer_id, startedAt: new Date(started_at), echoAt: moment(echo_at) },
      })),
    };
  });
}

const moment = (text: string | null) => (text === null ? null : new Date(text));
const parsed = <T>(value: T | string): T => (typeof value === 'string' ? (JSON.parse(value) as T) : value);

const toEvent = (row: facts.PastEventRow): PastEvent => ({
  ...{ id: row.id, subjectId: row.subject_id, name: row.name, source: row.source },
  ...{ at: new Date(row.at), receivedAt: new Date(row.received_at), properties: parsed(row.properties) },
  page: row.page_url === null ? null : { url: row.page_url, title: row.page_title ?? '' },
});

const MOMENTS = ['updatedAt', 'expiresAt', 'placedAt'] as const;

function toBook({ kind, id, subject_id, from_at, until_at, guessed, state }: facts.PastBookRow): PastBook {
  const told: BookState = parsed(state);
  const moments = Object.fromEntries(
    MOMENTS.flatMap(name => (name in told ? [[name, moment(told[name] as string | null)]] : [])),
  );
  const stood = { id, subjectId: subject_id, from: new Date(from_at), until: moment(until_at), guessed };
  return { kind, ...stood, fact: { id, ...told, ...moments } } as PastBook;
}
