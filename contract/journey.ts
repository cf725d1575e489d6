import { z } from 'zod';
import { Cart, Order, Quote } from './commerce.ts';
import { Customer, CustomerRef } from './customer.ts';
import { JourneyEventName, JourneySource } from './journey-event.ts';
import { Lead, LeadReason, Stage } from './lead-score.ts';
import { Channel } from './message.ts';

/** A customer as a row of the list shows them. */
export const CustomerRow = CustomerRef.extend({
  score: z.number().int(),
  stage: Stage,
  /** The score has reached what the merchant calls hot. */
  hot: z.boolean(),
  /** What counts most in the score. */
  topReason: LeadReason.nullable(),
  lastSeenAt: z.iso.datetime(),
  visits: z.number().int(),
  cart: z.object({ value: z.string(), currency: z.string().nullable() }).nullable(),
  orders: z.number().int(),
  conversationId: z.uuid().nullable(),
});
export type CustomerRow = z.infer<typeof CustomerRow>;

export const CustomerListQuery = z.strictObject({
  stage: Stage.optional(),
  hot: z.stringbool().optional(),
  kind: z.enum(['guest', 'known']).optional(),
  minScore: z.coerce.number().int().min(0).max(100).optional(),
  /** Begins a name, an e-mail address, or a phone. */
  q: z.string().trim().max(200).optional(),
  sort: z.enum(['score', 'last-seen', 'name']).default('score'),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type CustomerListQuery = z.infer<typeof CustomerListQuery>;

/** `total`: of all pages, with the first page only. */
export const CustomerList = z.object({
  customers: z.array(CustomerRow),
  next: z.string().nullable(),
  total: z.number().int().nullable(),
});
export type CustomerList = z.infer<typeof CustomerList>;

/** Why two customers became one, and until when it can be undone. */
export const Merge = z.object({
  id: z.uuid(),
  reason: z.enum(['whatsapp-reference', 'signed-identity', 'order-of-record', 'whatsapp-phone', 'whatsapp-ids']),
  /** Who became part of this customer. */
  from: CustomerRef,
  at: z.iso.datetime(),
  undoneAt: z.iso.datetime().nullable(),
  /** Null: it cannot be undone any more. */
  undoableUntil: z.iso.datetime().nullable(),
});
export type Merge = z.infer<typeof Merge>;

/** All that is known of a customer's way, as it is now. */
export const CustomerJourney = Customer.extend({
  lead: Lead,
  conversationId: z.uuid().nullable(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** Of at least 30 minutes' pause between them. */
  visits: z.number().int(),
  pageViews: z.number().int(),
  /** The page that was seen last; `now`: within the last five minutes. */
  page: z.object({ url: z.string(), title: z.string(), at: z.iso.datetime(), now: z.boolean() }).nullable(),
  cart: Cart.nullable(),
  quotes: z.array(Quote),
  orders: z.array(Order),
  contacts: z.array(z.object({ kind: z.enum(['email', 'phone']), value: z.string(), source: JourneySource })),
  timeZone: z.string().nullable(),
  language: z.string().nullable(),
  merges: z.array(Merge),
  /** What rules have marked them with, in the order of the alphabet. */
  tags: z.array(z.string()),
});
export type CustomerJourney = z.infer<typeof CustomerJourney>;

/** One thing in a customer's timeline, newest first. */
export const TimelineEntry = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    id: z.uuid(),
    at: z.iso.datetime(),
    name: JourneyEventName,
    source: JourneySource,
    page: z.object({ url: z.string(), title: z.string() }).nullable(),
    properties: z.record(z.string(), z.json()),
  }),
  z.object({
    kind: z.literal('message'),
    id: z.uuid(),
    at: z.iso.datetime(),
    author: z.enum(['shopper', 'agent', 'system']),
    channel: Channel,
    text: z.string(),
  }),
  z.object({
    kind: z.literal('score'),
    id: z.uuid(),
    at: z.iso.datetime(),
    from: z.number().int(),
    to: z.number().int(),
    stageFrom: Stage.nullable(),
    stageTo: Stage,
    /** It crossed what the merchant calls hot. */
    becameHot: z.boolean(),
    reasons: z.array(LeadReason),
  }),
  z.object({ kind: z.literal('merge'), id: z.uuid(), at: z.iso.datetime(), merge: Merge }),
  /** Noted for agents. `author`: the rule that noted it. */
  z.object({ kind: z.literal('note'), id: z.uuid(), at: z.iso.datetime(), text: z.string(), author: z.string() }),
]);
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** What the timeline can be narrowed to. */
export const TimelineFilter = z.enum(['pages', 'products', 'carts', 'chats', 'quotes-orders', 'scores']);
export type TimelineFilter = z.infer<typeof TimelineFilter>;

export const TimelineQuery = z.strictObject({
  /** `next` of the page before. */
  cursor: z.string().max(200).optional(),
  show: TimelineFilter.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type TimelineQuery = z.infer<typeof TimelineQuery>;

export const TimelinePage = z.object({ entries: z.array(TimelineEntry), next: z.string().nullable() });
export type TimelinePage = z.infer<typeof TimelinePage>;

/** Customers first seen within the last so many days; without it, all. */
export const FunnelQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(366).optional() });
export type FunnelQuery = z.infer<typeof FunnelQuery>;

/** How far customers came: `reached` this stage or one further on; `lost`: how many of the stage before did not. */
export const Funnel = z.object({
  steps: z.array(z.object({ stage: Stage, reached: z.number().int(), lost: z.number().int() })),
  /** Where they are now, `dormant` too. */
  now: z.array(z.object({ stage: Stage, customers: z.number().int() })),
});
export type Funnel = z.infer<typeof Funnel>;
