import { randomUUIDv7 } from 'node:crypto';
import * as keys from '../db/api-keys.ts';
import * as views from '../db/commerce-view.ts';
import * as jobs from '../db/jobs.ts';
import * as orders from '../db/orders.ts';
import * as stores from '../db/store-connections.ts';
import * as inbox from '../db/webhook-inbox.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

const LATER = new Date(NOW.getTime() + 1000);

export const COMMERCE_CASES: Record<string, TenantCase[]> = {
  findApiKey: [(tx, { apiKey }) => keys.findApiKey(tx, apiKey.hash)],
  listApiKeys: [tx => keys.listApiKeys(tx)],
  insertApiKey: [
    tx =>
      keys.insertApiKey(tx, { id: randomUUIDv7(), name: 'x', hash: Buffer.from(randomUUIDv7()), scopes: [], now: NOW }),
  ],
  noteApiKeyUse: [(tx, { apiKey }) => keys.noteApiKeyUse(tx, apiKey.id, LATER, LATER)],
  revokeApiKey: [(tx, { apiKey }) => keys.revokeApiKey(tx, apiKey.id, NOW)],
  findOpenCart: [(tx, { visitorId }) => views.findOpenCart(tx, [visitorId])],
  listQuotes: [(tx, { visitorId }) => views.listQuotes(tx, [visitorId])],
  listOrders: [(tx, { visitorId }) => views.listOrders(tx, [visitorId])],
  lockOrder: [(tx, { order }) => orders.lockOrder(tx, order)],
  lockQuote: [(tx, { quote }) => orders.lockQuote(tx, quote)],
  lockQuoteById: [(tx, { quote }) => orders.lockQuoteById(tx, quote.id)],
  lockCart: [(tx, { webCart }) => orders.lockCart(tx, { source: 'web', externalId: webCart.externalId })],
  saveOrder: [
    (tx, { order }, own) =>
      orders.saveOrder(tx, {
        ...order,
        id: randomUUIDv7(),
        externalId: own.order.externalId,
        subjectId: own.visitorId,
        total: '1',
      }),
  ],
  saveQuote: [
    (tx, { quote }, own) =>
      orders.saveQuote(tx, {
        ...quote,
        id: randomUUIDv7(),
        externalId: own.quote.externalId,
        subjectId: own.visitorId,
        total: '1',
      }),
  ],
  saveCart: [
    (tx, { webCart }, own) => {
      const row = {
        ...webCart,
        id: randomUUIDv7(),
        source: 'web',
        url: null,
        currency: 'EUR',
        checkoutStartedAt: null,
      } as const;
      return orders.saveCart(tx, { ...row, externalId: own.webCart.externalId, subjectId: own.visitorId, total: '1' });
    },
  ],
  findStoreConnection: [(tx, { store }) => stores.findStoreConnection(tx, store.id)],
  listStoreConnections: [tx => stores.listStoreConnections(tx)],
  insertStoreConnection: [
    (tx, { store }) =>
      stores.insertStoreConnection(tx, { ...store, id: randomUUIDv7(), externalId: `${randomUUIDv7()}.myshopify.com` }),
  ],
  noteStoreHeard: [(tx, { store }) => stores.noteStoreHeard(tx, store.id, NOW)],
  endStoreConnection: [(tx, { store }) => stores.endStoreConnection(tx, store.id, NOW)],
  findParts: [
    async (tx, { waitingId }) => [...(await inbox.findParts(tx, 'whatsapp', [`waiting:${waitingId}`])).values()],
  ],
  enqueueNoLater: [
    (tx, _theirs, own) => jobs.enqueueNoLater(tx, { id: randomUUIDv7(), kind: 'quote', ref: own.quote.id, dueAt: NOW }),
  ],
};
