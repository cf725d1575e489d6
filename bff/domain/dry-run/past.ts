import type { CartFact, GivenPoints, OrderFact, QuoteFact } from '../../../contract/automation-facts.ts';
import type { ConsentFact } from '../consent.ts';
import type { JourneyFact } from '../journey-facts.ts';

/** When one customer became part of another, and what came along with them. */
export type PastMerge = {
  at: Date;
  from: string;
  into: string;
  /** Ids of browsers, identities, consents and the thread that were theirs before. */
  moved: ReadonlySet<string>;
  /** Consents that have not counted since. */
  suspended: ReadonlySet<string>;
};

export type PastCustomer = {
  id: string;
  kind: 'guest' | 'known';
  fullName: string | null;
  phone: string | null;
  createdAt: Date;
};

/** `toldAt`: when it last told how its shopper reads and reckons time. `panelAt`: when a page with the chat was last seen open in it. */
export type PastBrowser = {
  id: string;
  createdAt: Date;
  revokedAt: Date | null;
  panelAt: Date | null;
  timeZone: string | null;
  language: string | null;
  toldAt: Date | null;
};

export type PastEvent = JourneyFact & { receivedAt: Date };

/** From when until when it stood so. `guessed`: it is not known that it did. */
type Stood<F> = { id: string; subjectId: string; from: Date; until: Date | null; guessed: boolean; fact: F };
export type PastBook =
  | ({ kind: 'cart' } & Stood<CartFact>)
  | ({ kind: 'quote' } & Stood<QuoteFact>)
  | ({ kind: 'order' } & Stood<OrderFact>);

export type PastMessage = { id: string; threadId: string; channel: 'web' | 'whatsapp'; sentAt: Date; createdAt: Date };
/** `provenAt`: when it was first known here. */
export type PastIdentity = { id: string; kind: string; value: string; provenAt: Date };
export type PastConsent = ConsentFact & { id: string; recordedAt: Date; pending: boolean };
/** Advertising that really was queued, but for what this rule sent itself. */
export type PastAdvert = { threadId: string; queuedAt: Date; failedAt: Date | null };
/** A tag that is still there, and points that another rule has given. */
export type PastTag = { customerId: string; tag: string; addedAt: Date };
export type PastPoints = GivenPoints & { customerId: string };
/** A run of another rule. */
export type PastRun = { id: string; customerId: string; startedAt: Date; depth: number; echoAt: Date | null };
export type PastThread = { id: string; lastInboundAt: Date | null };

/** All that is held of one person, over time. Lists are in no order. */
export type Past = {
  /** Who they are now. */
  root: string;
  customers: readonly PastCustomer[];
  merges: readonly PastMerge[];
  browsers: readonly PastBrowser[];
  identities: readonly PastIdentity[];
  contactsSince: Date | null;
  threads: readonly PastThread[];
  messages: readonly PastMessage[];
  events: readonly PastEvent[];
  /** Our ids of carts that follow from a browser's events, by the event each began with. */
  webCarts: ReadonlyMap<string, string>;
  books: readonly PastBook[];
  consents: readonly PastConsent[];
  adverts: readonly PastAdvert[];
  tags: readonly PastTag[];
  points: readonly PastPoints[];
  otherRuns: readonly PastRun[];
};
