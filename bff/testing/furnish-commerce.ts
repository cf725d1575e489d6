import { randomUUIDv7 } from 'node:crypto';
import { insertApiKey } from '../db/api-keys.ts';
import { addContacts } from '../db/customer-contacts.ts';
import { insertIdentityKey, useNonce } from '../db/identity-keys.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { type OrderRow, type QuoteRow, saveOrder, saveQuote } from '../db/orders.ts';
import { insertStoreConnection, type StoreConnection } from '../db/store-connections.ts';
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
    cartExternalId: null,
    quoteExternalId: null,
    placedAt: NOW,
    paidAt: null,
    told: [],
    createdAt: NOW,
    updatedAt: NOW,
  };
  await saveOrder(tx, order);
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
  await saveQuote(tx, quote);
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
    createdAt: NOW,
    lastHeardAt: null,
  };
  await insertStoreConnection(tx, store);
  return { store, order, quote, contact, apiKey, identityKeyId, nonce };
}
