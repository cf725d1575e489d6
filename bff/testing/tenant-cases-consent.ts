import { randomUUIDv7 } from 'node:crypto';
import * as consents from '../db/consents.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

/** Who agreed to what. */
export const CONSENT_CASES: Record<string, TenantCase[]> = {
  recordConsents: [
    (tx, { guest }) =>
      consents.recordConsents(tx, [
        {
          id: randomUUIDv7(),
          customerId: guest.customerId,
          topic: 'all',
          action: 'opt-out',
          source: 'typed-word',
          at: NOW,
          recordedAt: NOW,
        },
      ]),
  ],
  consentsOf: [async (tx, { known }) => [...(await consents.consentsOf(tx, [known.customerId]))]],
  listConsents: [(tx, { known }) => consents.listConsents(tx, known.customerId)],
};
