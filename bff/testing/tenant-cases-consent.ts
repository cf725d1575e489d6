import { createHash, randomUUIDv7 } from 'node:crypto';
import * as settings from '../db/consent-settings.ts';
import * as consents from '../db/consents.ts';
import * as contacts from '../db/customer-contacts.ts';
import * as receipts from '../db/opt-out-receipts.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

const digest = createHash('sha256').update('+4915112345678').digest();
const SETTINGS = { stopWords: ['enough'], startWords: [], startOffer: null, confirmOptIns: true };

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
  knownConsents: [(tx, { merchantId }) => consents.knownConsents(tx, [`said of ${merchantId}`])],
  listConsents: [(tx, { known }) => consents.listConsents(tx, known.customerId)],
  findPending: [
    async (tx, { known }) => {
      await consents.suspendTicked(tx, known.customerId);
      return consents.findPending(tx, known.customerId, null);
    },
  ],
  markAsked: [(tx, { consentId }) => consents.markAsked(tx, consentId, randomUUIDv7(), NOW)],
  suspendTicked: [(tx, { known }) => consents.suspendTicked(tx, known.customerId)],
  resumeTicked: [
    async (tx, { known, consentId }) => {
      await consents.suspendTicked(tx, known.customerId);
      await consents.resumeTicked(tx, [consentId]);
      return (await consents.consentsOf(tx, [known.customerId])).get(known.customerId);
    },
  ],
  lastSaidTo: [(tx, { known }) => consents.lastSaidTo(tx, known.conversationId)],
  readConsentSettings: [async tx => (await settings.readConsentSettings(tx)).stopWords],
  saveConsentSettings: [tx => settings.saveConsentSettings(tx, SETTINGS, NOW)],
  keepReceipts: [
    tx => receipts.keepReceipts(tx, [{ digest, topic: 'all', source: 'typed-word', at: NOW, recordedAt: NOW }]),
  ],
  findReceipts: [(tx, { receiptDigest }) => receipts.findReceipts(tx, [receiptDigest])],
  listContactValues: [(tx, { guest }) => contacts.listContactValues(tx, guest.customerId)],
};
