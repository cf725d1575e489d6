import { randomUUIDv7 } from 'node:crypto';
import { insertJourneyEvents } from '../db/journey-events.ts';
import { markJourneys, subjectsOf } from '../db/journey-marks.ts';
import * as visitors from '../db/visitors.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

export const JOURNEY_CASES: Record<string, TenantCase[]> = {
  insertJourneyEvents: [(tx, { event }) => insertJourneyEvents(tx, [{ ...event, id: randomUUIDv7() }])],
  markJourneys: [(tx, { visitorId }) => markJourneys(tx, [visitorId], NOW)],
  findJourneyVisitors: [
    async (tx, { tokenHash }) => [...(await visitors.findJourneyVisitors(tx, [tokenHash.toString('hex')])).values()],
  ],
  // It locks numbers, not rows.
  lockNewTokens: [],
  saveJourneySettings: [
    (tx, { visitorId }) =>
      visitors.saveJourneySettings(tx, visitorId, { consent: 'granted', timeZone: 'Asia/Tokyo', language: 'ja' }, NOW),
  ],
  subjectsOf: [
    async (tx, { known }) => [...(await subjectsOf(tx, [known.customerId])).values()].flat(),
    async (tx, { guest }) => [...(await subjectsOf(tx, [guest.customerId])).values()].flat(),
  ],
};
