import type { Books, Subject } from '../../../contract/automation-facts.ts';
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

/** What may start a run of somebody, or end one that waits. */
export type Happened = Books & {
  customerId: string;
  events: readonly EventFact[];
  /** Since when the lead is hot; null: it is not. */
  hotSince: Date | null;
  /** When quiet made them dormant; null: they are not. */
  dormantSince: Date | null;
};

/** Whose clock on the wall counts. `names`: IANA zones; where there are several, none of them may be quiet, and dates are written by the first. */
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
  /** When they last wrote by WhatsApp to the number of their address: free text may be sent from it for a day. */
  lastInboundAt: Date | null;
  /** When a page of the shop was last seen open in a browser that shows their conversation. */
  panelAt: Date | null;
  /** Between which of our numbers and which of their identities messages go. */
  address: { numberId: string; identityId: string } | null;
  /** When they were sent advertising by WhatsApp, within the time that the cap looks at. */
  advertisedAt: readonly Date[];
  tags: readonly string[];
  /** What has happened of the events that steps wait for, since they began to. */
  awaited: readonly Pick<EventFact, 'name' | 'at'>[];
};

/** What a run keeps of how it began. */
export type RunFacts = {
  ruleId: string;
  /** The occasion: with the rule it names the run for good. */
  scopeKey: string;
  subject: Subject;
  /** The moment that waiting counts from, as it was when the run began. */
  moment: Date;
  startedAt: Date;
  /** The number of the step that is next, from 0. */
  step: number;
  /** When the step before it was over. */
  steppedAt: Date | null;
  /** The ways it went, in their order. */
  ways: readonly string[];
  /** Since when the step that is next waits for something to happen; null: it does not yet. */
  awaitingSince: Date | null;
  /** A newer run of the same rule for the same person began then. */
  newerAt: Date | null;
};

export const findById = <F extends { id: string }>(facts: readonly F[], id: string | undefined): F | null =>
  facts.find(fact => fact.id === id) ?? null;
