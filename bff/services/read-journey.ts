import type {
  CustomerJourney,
  CustomerList,
  CustomerListQuery,
  Funnel,
  Merge,
  TimelineEntry,
  TimelinePage,
  TimelineQuery,
} from '../../contract/journey.ts';
import type { Stage } from '../../contract/lead-score.ts';
import type { MessageContent } from '../../contract/message.ts';
import { readTags } from '../db/automation-facts.ts';
import { findOpenCart, listOrders, listQuotes } from '../db/commerce-view.ts';
import { findConversationOfCustomer } from '../db/conversations.ts';
import { listContacts } from '../db/customer-contacts.ts';
import { findJourneys, type JourneyRow } from '../db/customer-journeys.ts';
import { listCustomers } from '../db/customer-list.ts';
import { listMerges, type MergeRow } from '../db/customer-merges.ts';
import { findCurrentCustomer, listIdentities } from '../db/customers.ts';
import { countStages } from '../db/funnel.ts';
import { BadCursor } from '../db/inbox.ts';
import { subjectsOf } from '../db/journey-marks.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { readTimeline, type TimelineRow } from '../db/timeline.ts';
import { findLocale } from '../db/visitors.ts';
import { DAY, MINUTE } from '../domain/duration.ts';
import { undoableUntil } from '../domain/merge-window.ts';
import { isExpiring } from '../domain/quote-expiry.ts';
import { notFound, Refusal } from './refusal.ts';

/** A page that was seen within that time is where the shopper is now. */
const NOW_ON_PAGE = 5 * MINUTE;
const FUNNEL: readonly Stage[] = ['visitor', 'engaged', 'considering', 'quoted', 'customer', 'repeat'];
const STAGES: readonly Stage[] = [...FUNNEL, 'dormant'];

export const readCustomers = (db: Db, merchantId: string, query: CustomerListQuery): Promise<CustomerList> =>
  knowingCursors(() => withMerchant(db, merchantId, tx => listCustomers(tx, query)));

/** A merged customer's id answers with the customer they are part of. @throws Refusal not-found */
export async function readCustomer(tx: MerchantTx, id: string, now: Date): Promise<CustomerJourney> {
  const customer = await findCurrentCustomer(tx, id);
  if (!customer) throw notFound('customer');
  const subjects = (await subjectsOf(tx, [customer.id])).get(customer.id)!;
  const journey = (await findJourneys(tx, [customer.id])).get(customer.id);
  const conversation = await findConversationOfCustomer(tx, customer.id);
  const { id: customerId, kind, fullName, phone, createdAt } = customer;
  return {
    ...{ id: customerId, kind, fullName, phone },
    identities: await listIdentities(tx, customerId),
    startedOn: conversation?.startedUrl
      ? { url: conversation.startedUrl, title: conversation.startedTitle ?? '' }
      : null,
    createdAt: createdAt.toISOString(),
    ...presentJourney(journey, createdAt, now),
    conversationId: conversation?.id ?? null,
    cart: await findOpenCart(tx, subjects),
    quotes: (await listQuotes(tx, subjects)).map(quote => ({
      ...quote,
      expiring: isExpiring(
        { status: quote.status, expiresAt: quote.expiresAt ? new Date(quote.expiresAt) : null },
        now,
      ),
    })),
    orders: await listOrders(tx, subjects),
    contacts: await listContacts(tx, customerId),
    ...(await findLocale(tx, customerId)),
    merges: (await listMerges(tx, customerId)).map(merge => presentMerge(merge, now)),
    tags: (await readTags(tx, new Map([[customerId, subjects]]))).get(customerId) ?? [],
  };
}

function presentJourney(journey: JourneyRow | undefined, since: Date, now: Date) {
  const page = journey?.pageAt
    ? {
        url: journey.pageUrl ?? '',
        title: journey.pageTitle ?? '',
        at: journey.pageAt.toISOString(),
        now: now.getTime() - journey.pageAt.getTime() < NOW_ON_PAGE,
      }
    : null;
  return {
    lead: {
      score: journey?.score ?? 0,
      stage: journey?.stage ?? 'visitor',
      hot: journey?.isHot ?? false,
      hotSince: journey?.hotSince?.toISOString() ?? null,
      reasons: journey?.reasons ?? [],
      tableVersion: journey?.tableVersion ?? 0,
      scoredAt: (journey?.scoredAt ?? now).toISOString(),
    },
    firstSeenAt: (journey?.firstSeenAt ?? since).toISOString(),
    lastSeenAt: (journey?.lastSeenAt ?? since).toISOString(),
    visits: journey?.visits ?? 0,
    pageViews: journey?.pageViews ?? 0,
    page,
  };
}

export const presentMerge = (merge: MergeRow, now: Date): Merge => ({
  id: merge.id,
  reason: merge.reason,
  from: merge.from,
  at: merge.at.toISOString(),
  undoneAt: merge.undoneAt?.toISOString() ?? null,
  undoableUntil: undoableUntil(merge, now)?.toISOString() ?? null,
});

/** @throws Refusal not-found */
export const readCustomerTimeline = (
  db: Db,
  merchantId: string,
  id: string,
  query: TimelineQuery,
  now: Date,
): Promise<TimelinePage> =>
  knowingCursors(() =>
    withMerchant(db, merchantId, async tx => {
      const customer = await findCurrentCustomer(tx, id);
      if (!customer) throw notFound('customer');
      const subjects = (await subjectsOf(tx, [customer.id])).get(customer.id)!;
      const { rows, next } = await readTimeline(tx, customer.id, subjects, query);
      const hasMerges = rows.some(({ kind }) => kind === 'merge');
      const merges = hasMerges ? await listMerges(tx, customer.id) : [];
      return { entries: rows.map(row => toEntry(row, merges, now)), next };
    }),
  );

function toEntry(row: TimelineRow, merges: MergeRow[], now: Date): TimelineEntry {
  const { id } = row;
  const at = row.at.toISOString();
  switch (row.kind) {
    case 'event': {
      const { name, source, page_url, page_title, properties } = row.data;
      const page = page_url === null ? null : { url: page_url, title: page_title ?? '' };
      return { kind: 'event', id, at, name, source, page, properties: properties as Record<string, never> };
    }
    case 'message':
      return {
        kind: 'message',
        id,
        at,
        author: row.data.author,
        channel: row.data.channel,
        text: textOf(row.data.content),
      };
    case 'score': {
      const {
        score_from: from,
        score_to: to,
        stage_from: stageFrom,
        stage_to: stageTo,
        became_hot: becameHot,
      } = row.data;
      return { kind: 'score', id, at, from, to, stageFrom, stageTo, becameHot, reasons: row.data.reasons };
    }
    case 'note':
      return { kind: 'note', id, at, ...row.data };
    case 'merge':
      return { kind: 'merge', id, at, merge: presentMerge(merges.find(merge => merge.id === id)!, now) };
  }
}

const textOf = (content: MessageContent): string =>
  'text' in content && typeof content.text === 'string'
    ? content.text
    : 'caption' in content && typeof content.caption === 'string'
      ? content.caption
      : `(${content.kind})`;

export async function readFunnel(db: Db, merchantId: string, days: number | undefined, now: Date): Promise<Funnel> {
  const since = days === undefined ? null : new Date(now.getTime() - days * DAY);
  const counts = await withMerchant(db, merchantId, tx => countStages(tx, since));
  const reached = FUNNEL.map((_, i) =>
    counts.reduce((sum, { furthest, customers }) => sum + (FUNNEL.indexOf(furthest) >= i ? customers : 0), 0),
  );
  return {
    steps: FUNNEL.map((stage, i) => ({
      stage,
      reached: reached[i]!,
      lost: i === 0 ? 0 : reached[i - 1]! - reached[i]!,
    })),
    now: STAGES.map(stage => ({
      stage,
      customers: counts.reduce((sum, count) => sum + (count.stage === stage ? count.customers : 0), 0),
    })),
  };
}

async function knowingCursors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadCursor) throw new Refusal('invalid-request', 'cursor: take it from `next` of a page.');
    throw error;
  }
}
