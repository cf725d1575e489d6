import type { LineItem, OrderStatus, QuoteStatus } from '../../../contract/commerce.ts';
import type { JourneyEventName, JourneySource } from '../../../contract/journey-event.ts';
import type { Stage } from '../../../contract/lead-score.ts';
import type { ConsentState } from '../consent.ts';

export type EventFact = {
  id: string;
  name: JourneyEventName;
  source: JourneySource;
  at: Date;
  properties: Record<string, unknown>;
};

/** Money is a decimal. `externalId`: by which the shop, or a browser's event, names it. */
export type CartFact = {
  id: string;
  status: 'open' | 'ordered' | 'emptied';
  items: LineItem[];
  currency: string | null;
  total: string;
  url: string | null;
  updatedAt: Date;
};
export type QuoteFact = {
  id: string;
  externalId: string;
  number: string | null;
  status: QuoteStatus;
  currency: string | null;
  total: string | null;
  url: string | null;
  expiresAt: Date | null;
  updatedAt: Date;
};
export type OrderFact = {
  id: string;
  externalId: string;
  number: string | null;
  status: OrderStatus;
  currency: string;
  total: string;
  url: string | null;
  tracking: { number?: string | undefined; url?: string | undefined } | null;
  placedAt: Date;
};
export type Books = { carts: CartFact[]; quotes: QuoteFact[]; orders: OrderFact[] };

/** What may start a run of somebody, or end one that waits. */
export type Happened = Books & {
  customerId: string;
  events: readonly EventFact[];
  /** Since when the lead is hot; null: it is not. */
  hotSince: Date | null;
  /** When quiet made them dormant; null: they are not. */
  dormantSince: Date | null;
};

/** Whose clock on the wall counts. `names`: IANA zones; where there are several, none of them may be quiet. */
export type Zones = { names: readonly string[]; from: 'browser' | 'phone' | 'shop' };

/** All that a step is decided from, as it is at that moment. */
export type PersonFacts = Books & {
  customer: { id: string; kind: 'guest' | 'known'; fullName: string | null; phone: string | null };
  /** BCP 47, of the browser that told it last. */
  language: string | null;
  zones: Zones;
  lead: { score: number; stage: Stage; orders: number; visits: number };
  consent: ConsentState;
  /** When they last wrote, by any way. */
  wroteAt: Date | null;
  /** When they last wrote by WhatsApp: free text may be sent for a day. */
  lastInboundAt: Date | null;
  /** When a page of the shop was last seen open in a browser that shows their conversation. */
  panelAt: Date | null;
  /** Between which of our numbers and which of their identities messages go. */
  address: { numberId: string; identityId: string } | null;
  /** When they were sent advertising by WhatsApp, within the time that the cap looks at. */
  advertisedAt: readonly Date[];
};

/** What a run is about: ids of our rows. */
export type Subject = { cart?: string; quote?: string; order?: string; event?: string };

/** What a run keeps of how it began. */
export type RunFacts = {
  subject: Subject;
  /** The moment that waiting counts from, as it was when the run began. */
  moment: Date;
  startedAt: Date;
  /** The number of the step that is next, from 0. */
  step: number;
  /** When the step before it was over. */
  steppedAt: Date | null;
  /** A newer run of the same rule for the same person began then. */
  newerAt: Date | null;
};

export const findById = <F extends { id: string }>(facts: readonly F[], id: string | undefined): F | null =>
  facts.find(fact => fact.id === id) ?? null;
