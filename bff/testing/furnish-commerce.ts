import { randomUUIDv7 } from 'node:crypto';
import { insertApiKey } from '../db/api-keys.ts';
import { addContacts } from '../db/customer-contacts.ts';
import { insertIdentityKey, useNonce } from '../db/identity-keys.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { type OrderRow, type QuoteRow, saveOrder, saveQuote } from '../db/orders.ts';
import { insertPrivacyRequest } from '../db/privacy-requests.ts';
import { claimStoreRoute, insertStoreConnection, type StoreConnection } from '../db/store-connections.ts';
import { settlePart, storeWebhookParts } from '../db/webhook-inbox.ts';
import { NOW, sha256 } from './merchants.ts';

type Who = { visitorId: string; customerId: string };

/** Rows in every table of people and commerce. */
export async function furnishCommerce(tx: MerchantTx, { visitorId, customerId }: Who) {
  const order: OrderRow = {
    id: randomUUIDv7(),
    subjectId: visitorId,
    source: 'api',
    externalId: `order ${tx.merchantId}`,
    number: 'O-1',
    status: 'placed',
    items: [{ id: 'oak', name: 'Oak', quantity: 1 }],
    currency: 'EUR',
    total: '1240.0000',
    refunded: '0.0000',
    url: null,
    tracking: null,
    cartExternalId: `cart ${tx.merchantId}`,
    quoteExternalId: null,
    placedAt: NOW,
    paidAt: null,
    progressStatus: null,
    progressAt: null,
    told: [],
    createdAt: NOW,
    updatedAt: NOW,
  };
  await saveOrder(tx, order, NOW);
  const quote: QuoteRow = {
    id: randomUUIDv7(),
    subjectId: visitorId,
    source: 'api',
    externalId: `quote ${tx.merchantId}`,
    number: 'Q-1',
    status: 'sent',
    items: [],
    currency: 'EUR',
    total: '900.0000',
    url: null,
    note: null,
    orderExternalId: null,
    expiresAt: NOW,
    told: [],
    createdAt: NOW,
    updatedAt: NOW,
  };
  await saveQuote(tx, quote, NOW);
  const contact = {
    id: randomUUIDv7(),
    kind: 'email',
    value: `${tx.merchantId}@example.com`,
    display: `${tx.merchantId}@example.com`,
  } as const;
  await addContacts(tx, customerId, [contact], 'api', NOW);
  const apiKey = { id: randomUUIDv7(), hash: sha256(`key ${tx.merchantId}`) };
  await insertApiKey(tx, { ...apiKey, name: 'Shop', scopes: ['commerce:write'], now: NOW });
  const identityKeyId = randomUUIDv7();
  await insertIdentityKey(tx, { id: identityKeyId, secret: Buffer.from('sealed'), createdAt: NOW });
  const nonce = `nonce ${tx.merchantId}`;
  await useNonce(tx, nonce, NOW);
  const store: StoreConnection = {
    id: randomUUIDv7(),
    kind: 'shopify',
    externalId: `${tx.merchantId}.myshopify.com`,
    webhookSecret: Buffer.from('sealed'),
    previousWebhookSecret: null,
    previousSecretUntil: null,
    apiUrl: null,
    apiCredentials: null,
    reconciledTo: null,
    lastHeardAt: null,
    trouble: null,
    troubleSince: null,
    createdAt: NOW,
    disconnectedAt: null,
  };
  await insertStoreConnection(tx, store);
  await claimStoreRoute(tx, store);
  const part = { id: randomUUIDv7(), dedupeKey: `redact ${tx.merchantId}`, body: '{"email":"ada"}' };
  await storeWebhookParts(tx, 'shopify', [part], NOW);
  await settlePart(tx, part.id, 'waits:1', NOW);
  await storeWebhookParts(tx, 'woocommerce', [{ ...part, id: randomUUIDv7() }], NOW);
  const privacyRequest = {
    id: part.id,
    connectionId: store.id,
    kind: 'erase-customer',
    externalCustomerId: `of ${tx.merchantId}`,
    receivedAt: NOW,
  } as const;
  await insertPrivacyRequest(tx, privacyRequest);
  return { store, privacyRequest, order, quote, contact, apiKey, identityKeyId, nonce };
}
