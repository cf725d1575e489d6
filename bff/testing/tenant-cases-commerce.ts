import { randomUUIDv7 } from 'node:crypto';
import * as keys from '../db/api-keys.ts';
import * as views from '../db/commerce-view.ts';
import { listThreadsOf } from '../db/conversations.ts';
import * as erasure from '../db/erasure.ts';
import { emptyInboxOf, eraseFromInbox } from '../db/inbox-erasure.ts';
import * as jobs from '../db/jobs.ts';
import * as orders from '../db/orders.ts';
import * as people from '../db/person-rows.ts';
import * as privacy from '../db/privacy-requests.ts';
import * as stores from '../db/store-connections.ts';
import * as inbox from '../db/webhook-inbox.ts';
import { type Furnished, NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

const LATER = new Date(NOW.getTime() + 1000);

const personOf = ({ guest, visitorId }: Furnished) => ({
  customers: [guest.customerId],
  subjects: [guest.customerId, visitorId],
});

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
      orders.saveOrder(
        tx,
        {
          ...order,
          id: randomUUIDv7(),
          externalId: own.order.externalId,
          subjectId: own.visitorId,
          total: '1',
        },
        NOW,
      ),
  ],
  saveQuote: [
    (tx, { quote }, own) =>
      orders.saveQuote(
        tx,
        {
          ...quote,
          id: randomUUIDv7(),
          externalId: own.quote.externalId,
          subjectId: own.visitorId,
          total: '1',
        },
        NOW,
      ),
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
      return orders.saveCart(
        tx,
        { ...row, externalId: own.webCart.externalId, subjectId: own.visitorId, total: '1' },
        NOW,
      );
    },
  ],
  findStoreConnection: [(tx, { store }) => stores.findStoreConnection(tx, store.id)],
  listStoreConnections: [tx => stores.listStoreConnections(tx)],
  insertStoreConnection: [
    (tx, { store }) =>
      stores.insertStoreConnection(tx, { ...store, id: randomUUIDv7(), externalId: `${randomUUIDv7()}.myshopify.com` }),
  ],
  findStoreByName: [(tx, { store }) => stores.findStoreByName(tx, store.kind, store.externalId)],
  changeStoreConnection: [(tx, { store }) => stores.changeStoreConnection(tx, store.id, { trouble: 'none' })],
  claimStoreRoute: [(tx, { store }) => stores.claimStoreRoute(tx, store)],
  noteStoreHeard: [(tx, { store }) => stores.noteStoreHeard(tx, store.id, NOW)],
  endStoreConnection: [(tx, { store }) => stores.endStoreConnection(tx, store.id, NOW)],
  hasOrderOfCart: [(tx, { order }) => orders.hasOrderOfCart(tx, { source: 'api', externalId: order.cartExternalId! })],
  findOrderTimes: [async (tx, { order }) => [...(await orders.findOrderTimes(tx, 'api', [order.externalId])).keys()]],
  insertPrivacyRequest: [
    (tx, { privacyRequest }) => privacy.insertPrivacyRequest(tx, { ...privacyRequest, id: randomUUIDv7() }),
  ],
  findPrivacyRequest: [(tx, { privacyRequest }) => privacy.findPrivacyRequest(tx, privacyRequest.id)],
  listPrivacyRequests: [tx => privacy.listPrivacyRequests(tx)],
  savePrivacyRequest: [(tx, { privacyRequest }) => privacy.savePrivacyRequest(tx, privacyRequest.id, { doneAt: NOW })],
  findRequestPart: [(tx, { privacyRequest }) => privacy.findRequestPart(tx, privacyRequest.id)],
  listPartsWith: [tx => inbox.listPartsWith(tx, 'shopify', 'waits:1')],
  emptyPart: [(tx, { privacyRequest }) => inbox.emptyPart(tx, privacyRequest.id, NOW)],
  readPersonRows: [(tx, theirs) => people.readPersonRows(tx, personOf(theirs))],
  findPeople: [
    (tx, { contact }) => people.findPeople(tx, { source: 'shopify', contacts: [contact], accounts: [], orders: [] }),
  ],
  listPeopleOf: [tx => people.listPeopleOf(tx, 'api' as 'shopify', 100)],
  isKnownElsewhere: [(tx, theirs) => erasure.isKnownElsewhere(tx, personOf(theirs), 'shopify')],
  erasePerson: [(tx, theirs) => erasure.erasePerson(tx, personOf(theirs), NOW)],
  eraseFromStore: [(tx, theirs) => erasure.eraseFromStore(tx, personOf(theirs), 'api' as 'shopify')],
  deleteBooksOf: [tx => erasure.deleteBooksOf(tx, 'api' as 'shopify', 100)],
  eraseFromInbox: [
    (tx, { parkedId }) => eraseFromInbox(tx, { texts: [], digits: [], names: ['{}'], orders: [parkedId] }, null, LATER),
  ],
  emptyInboxOf: [tx => emptyInboxOf(tx, 'woocommerce', LATER)],
  listThreadsOf: [(tx, { guest }) => listThreadsOf(tx, [guest.customerId])],
  findParts: [
    async (tx, { waitingId }) => [...(await inbox.findParts(tx, 'whatsapp', [`waiting:${waitingId}`])).values()],
  ],
  enqueueNoLater: [
    (tx, _theirs, own) => jobs.enqueueNoLater(tx, { id: randomUUIDv7(), kind: 'quote', ref: own.quote.id, dueAt: NOW }),
  ],
};
