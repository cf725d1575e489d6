import { randomUUIDv7 } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import * as scopes from '../db/browser-scope.ts';
import * as contacts from '../db/customer-contacts.ts';
import * as list from '../db/customer-list.ts';
import * as merges from '../db/customer-merges.ts';
import * as search from '../db/customer-search.ts';
import * as customers from '../db/customers.ts';
import * as former from '../db/former-phones.ts';
import * as funnel from '../db/funnel.ts';
import * as keys from '../db/identity-keys.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import * as moving from '../db/move-customer.ts';
import * as timeline from '../db/timeline.ts';
import * as told from '../db/told-phones.ts';
import * as undoing from '../db/undo-conversation-merge.ts';
import * as visitors from '../db/visitors.ts';
import * as references from '../db/whatsapp-references.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

const LATER = new Date(NOW.getTime() + 1000);
const thoseOf = (tx: MerchantTx, condition: SQL) =>
  sql`select c.id from customers c where c.merchant_id = ${tx.merchantId} and ${condition}`;

const READ = { readByAgents: 0, readByShopper: 0 };
const AROUND = { ...READ, assigneeId: null, startedUrl: null, whatsappIdentityId: null, whatsappNumberId: null };
const SCOPE = { ownThreadId: randomUUIDv7(), seesFrom: NOW };

export const PEOPLE_CASES: Record<string, TenantCase[]> = {
  addContacts: [
    (tx, { contact, known }, own) => {
      const value = `${own.merchantId}.new@example.com`;
      return contacts.addContacts(
        tx,
        known.customerId,
        [{ ...contact, id: randomUUIDv7(), value, display: value }],
        'api',
        NOW,
      );
    },
  ],
  isAddress: [
    tx =>
      tx.execute(
        sql`select i.id from customer_identities i where i.merchant_id = ${tx.merchantId} and ${told.isAddress(tx)}`,
      ),
  ],
  findAddress: [(tx, { known }) => told.findAddress(tx, known.customerId)],
  provenOf: [(tx, { identity }) => told.provenOf(tx, [identity.id])],
  passOnPhone: [(tx, { known, identity }) => former.passOnPhone(tx, known.customerId, identity.matchKey, NOW)],
  takeOverPhone: [(tx, { guest, identity }) => former.takeOverPhone(tx, guest.customerId, identity.value, NOW)],
  findFormerOwner: [
    async (tx, { guest, identity }) => {
      await former.takeOverPhone(tx, guest.customerId, identity.value, LATER);
      return former.findFormerOwner(tx, identity.value, NOW);
    },
  ],
  readdressDeliveries: [
    async (tx, { guest, known, identity }) => {
      await former.takeOverPhone(tx, guest.customerId, identity.value, LATER);
      return former.readdressDeliveries(tx, known.conversationId, identity.id);
    },
  ],
  listContacts: [(tx, { guest }) => contacts.listContacts(tx, guest.customerId)],
  findCustomerByContact: [(tx, { contact }) => contacts.findCustomerByContact(tx, [contact])],
  listCustomers: [async tx => (await list.listCustomers(tx, { sort: 'score', limit: 10 })).customers],
  matching: [
    async tx => tx.execute(thoseOf(tx, await search.matching(tx, 'guest'))),
    async (tx, { contact }) => tx.execute(thoseOf(tx, await search.matching(tx, contact.value))),
    async (tx, { identity }) => tx.execute(thoseOf(tx, await search.matching(tx, identity.value))),
  ],
  ofKind: [async tx => tx.execute(thoseOf(tx, await search.ofKind(tx, 'guest')))],
  listMerges: [(tx, { known }) => merges.listMerges(tx, known.customerId)],
  lockMerge: [(tx, { mergeId }) => merges.lockMerge(tx, mergeId)],
  markMergeUndone: [(tx, { mergeId, agent }) => merges.markMergeUndone(tx, mergeId, agent.id, NOW)],
  hasLaterMerge: [
    (tx, { guest }) =>
      merges.hasLaterMerge(tx, {
        id: randomUUIDv7(),
        from: { id: guest.customerId, kind: 'guest', fullName: null, phone: null },
        into: guest.customerId,
        reason: 'order-of-record',
        at: new Date(0),
        undoneAt: null,
        moved: null,
      }),
  ],
  findCurrentCustomer: [(tx, { guest }) => customers.findCurrentCustomer(tx, guest.customerId)],
  countStages: [tx => funnel.countStages(tx, null)],
  listIdentityKeys: [tx => keys.listIdentityKeys(tx)],
  insertIdentityKey: [
    tx => keys.insertIdentityKey(tx, { id: randomUUIDv7(), secret: Buffer.from('s'), createdAt: NOW }),
  ],
  revokeIdentityKey: [(tx, { identityKeyId }) => keys.revokeIdentityKey(tx, identityKeyId, NOW)],
  useNonce: [tx => keys.useNonce(tx, randomUUIDv7(), NOW)],
  pruneNonces: [tx => keys.pruneNonces(tx, LATER)],
  listBrowsers: [(tx, { guest }) => moving.listBrowsers(tx, guest.customerId)],
  moveCustomerBack: [
    (tx, { visitorId, guest, known, identity, contact }) =>
      moving.moveCustomerBack(tx, known.customerId, guest.customerId, {
        visitors: [{ id: visitorId, ownThreadId: null, seesFrom: null, mayChat: true }],
        identities: [{ id: identity.id, ownThreadId: null, seesFrom: null }],
        contacts: [contact.id],
        customers: [],
      }),
  ],
  moveConversation: [(tx, { guest, other }) => moving.moveConversation(tx, guest.conversationId, other)],
  readTimeline: [
    async (tx, { guest, visitorId }) =>
      (await timeline.readTimeline(tx, guest.customerId, [visitorId, guest.customerId], { limit: 10 })).rows,
  ],
  // What it changes is seen where threads are joined and parted.
  dealPositions: [],
  undoConversationMerge: [
    (tx, { guest, known }) =>
      undoing.undoConversationMerge(tx, guest.conversationId, known.conversationId, {
        own: READ,
        other: AROUND,
        both: READ,
      }),
  ],
  partConversation: [
    (tx, { guest, known }) =>
      undoing.partConversation(tx, guest.conversationId, known.conversationId, { ...READ, after: 1 }),
  ],
  lockCurrentCustomers: [
    async (tx, { guest, known }) =>
      (await customers.lockCurrentCustomers(tx, [guest.customerId, known.customerId])).filter(id => id !== null),
  ],
  endReferences: [(tx, { guest }) => references.endReferences(tx, guest.customerId, NOW)],
  findBrowser: [(tx, { visitorId }) => scopes.findBrowser(tx, visitorId)],
  admitBrowser: [(tx, { visitorId }) => scopes.admitBrowser(tx, visitorId, SCOPE)],
  findAccount: [(tx, { account }) => scopes.findAccount(tx, account.value)],
  narrowAccounts: [(tx, { guest }) => scopes.narrowAccounts(tx, guest.customerId, SCOPE.ownThreadId, NOW)],
  listIdentityScopes: [(tx, { known }) => scopes.listIdentityScopes(tx, known.customerId)],
  giveChatBack: [
    async (tx, { visitorId, guest }) => {
      await visitors.takeChatFrom(tx, guest.customerId);
      await scopes.giveChatBack(tx, guest.customerId, [visitorId]);
      return (await scopes.findBrowser(tx, visitorId))?.mayChat;
    },
  ],
  takeChatFrom: [(tx, { guest }) => visitors.takeChatFrom(tx, guest.customerId)],
  findLocale: [
    async (tx, { guest }) => {
      const { timeZone, language } = await visitors.findLocale(tx, guest.customerId);
      return timeZone ?? language;
    },
  ],
};
