import type { JourneyEventName } from '../../contract/journey-event.ts';
import { readAwaited, readBooks, readReach, readTags } from '../db/automation-facts.ts';
import { consentsOf } from '../db/consents.ts';
import { findJourneys } from '../db/customer-journeys.ts';
import { subjectsOf } from '../db/journey-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import type { PersonFacts } from '../domain/automation/facts.ts';
import type { Manners } from '../domain/automation/step.ts';
import { zonesOf } from '../domain/automation/zones.ts';
import { consentState } from '../domain/consent.ts';
import { DAY } from '../domain/duration.ts';
import type { TemplateAccount } from './template-accounts.ts';

export type Person = { facts: PersonFacts; conversationId: string | null };

/** The events that steps wait for, and since when those of each customer count. */
export type Awaited = { names: readonly JourneyEventName[]; since: ReadonlyMap<string, Date> };

/** All that steps are decided from, for many people at once. */
export async function loadPeople(
  tx: MerchantTx,
  customerIds: readonly string[],
  accounts: readonly TemplateAccount[],
  { cap, timeZone }: Manners,
  now: Date,
  awaited: Awaited = { names: [], since: new Map() },
): Promise<Map<string, Person>> {
  const subjects = await subjectsOf(tx, customerIds);
  const books = await readBooks(tx, subjects);
  const tags = await readTags(tx, subjects);
  const happened = awaited.names.length > 0 ? await readAwaited(tx, subjects, awaited.names, awaited.since) : [];
  const journeys = await findJourneys(tx, customerIds);
  const consents = await consentsOf(tx, customerIds);
  const numbers = accounts.flatMap(account => account.numbers.map(({ id }) => id));
  const people = new Map<string, Person>();
  for (const reach of await readReach(tx, customerIds, new Date(now.getTime() - cap.days * DAY))) {
    const { customerId: id, kind, fullName, phone, language, identityId, conversationId } = reach;
    const journey = journeys.get(id);
    const numberId = numbers.find(number => number === reach.numberId) ?? numbers[0];
    const facts: PersonFacts = {
      ...books.get(id)!,
      customer: { id, kind, fullName, phone },
      language,
      zones: zonesOf(reach.timeZone, phone, timeZone),
      lead: {
        score: journey?.score ?? 0,
        stage: journey?.stage ?? 'visitor',
        orders: journey?.orders ?? 0,
        visits: journey?.visits ?? 0,
      },
      consent: consentState(consents.get(id) ?? []),
      wroteAt: reach.wroteAt,
      lastInboundAt: (numberId && reach.inboundAt.get(numberId)) || null,
      panelAt: reach.panelAt,
      address: numberId && identityId ? { numberId, identityId } : null,
      advertisedAt: reach.advertisedAt,
      tags: tags.get(id) ?? [],
      awaited: happened.filter(({ customerId }) => customerId === id),
    };
    people.set(id, { facts, conversationId });
  }
  return people;
}
