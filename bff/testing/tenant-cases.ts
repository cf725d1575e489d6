import { randomUUIDv7 } from 'node:crypto';
import * as agents from '../db/agents.ts';
import { selectSummaries } from '../db/conversation-view.ts';
import * as conversations from '../db/conversations.ts';
import * as merges from '../db/customer-merges.ts';
import * as customers from '../db/customers.ts';
import * as deliveries from '../db/deliveries.ts';
import * as batches from '../db/delivery-batches.ts';
import * as inbox from '../db/inbox.ts';
import * as jobs from '../db/jobs.ts';
import { keepWebhookParts } from '../db/keep-webhook-parts.ts';
import { type MerchantTx, ofMerchant } from '../db/merchant-tx.ts';
import * as merchants from '../db/merchants.ts';
import * as merging from '../db/merge-conversations.ts';
import * as messages from '../db/messages.ts';
import * as moving from '../db/move-customer.ts';
import { listNewcomers } from '../db/newcomers.ts';
import * as recording from '../db/record-updates.ts';
import * as schema from '../db/schema/index.ts';
import * as updates from '../db/updates.ts';
import * as visitors from '../db/visitors.ts';
import * as webhooks from '../db/webhook-inbox.ts';
import * as references from '../db/whatsapp-references.ts';
import { type Furnished, NOW, sha256 } from './merchants.ts';
import { AUTOMATION_CASES } from './tenant-cases-automations.ts';
import { COMMERCE_CASES } from './tenant-cases-commerce.ts';
import { CONSENT_CASES } from './tenant-cases-consent.ts';
import { DRY_RUN_CASES } from './tenant-cases-dry-runs.ts';
import { JOURNEY_CASES } from './tenant-cases-journey.ts';
import { MEDIA_CASES } from './tenant-cases-media.ts';
import { PEOPLE_CASES } from './tenant-cases-people.ts';
import { SENDING_CASES } from './tenant-cases-sending.ts';
import { TEMPLATE_CASES } from './tenant-cases-templates.ts';
import { WHATSAPP_CASES } from './tenant-cases-whatsapp.ts';

/** Asks for, or writes upon, what belongs to `theirs`, in the transaction of the merchant whom `own` belongs to. */
export type TenantCase = (tx: MerchantTx, theirs: Furnished, own: Furnished) => Promise<unknown>;

const LATER = new Date(NOW.getTime() + 1000);
const ALL = { view: 'all', limit: 100 } as const;
const TEXT = { kind: 'text', text: 'Hi' } as const;
const fresh = () => randomUUIDv7();

const message = (conversationId: string, author: messages.NewMessage['author'] = { kind: 'shopper' }) =>
  ({ id: fresh(), conversationId, author, channel: 'web', content: TEXT, sentAt: LATER, now: LATER }) as const;

/** Every function of bff/db that takes a merchant's transaction, with one call or more. */
export const TENANT_CASES: Record<string, TenantCase[]> = {
  listAgents: [tx => agents.listAgents(tx)],
  findAgentOfUser: [(tx, { agent }) => agents.findAgentOfUser(tx, agent.userId)],
  findAgent: [(tx, { agent }) => agents.findAgent(tx, agent.id)],
  listValidSessions: [(tx, { sessionId }) => agents.listValidSessions(tx, [sessionId], NOW)],
  insertAgent: [
    tx =>
      agents.insertAgent(tx, { id: fresh(), userId: fresh(), name: 'New', email: 'n@x.y', role: 'agent', now: NOW }),
  ],

  selectSummaries: [async tx => selectSummaries(tx).where(ofMerchant(tx, schema.conversations))],
  findConversation: [(tx, { guest }) => conversations.findConversation(tx, guest.conversationId)],
  lockConversation: [(tx, { guest }) => conversations.lockConversation(tx, guest.conversationId)],
  findConversationOfCustomer: [(tx, { guest }) => conversations.findConversationOfCustomer(tx, guest.customerId)],
  findConversationRows: [(tx, { guest }) => conversations.findConversationRows(tx, [guest.conversationId])],
  findConversationDetail: [(tx, { guest }) => conversations.findConversationDetail(tx, guest.conversationId)],
  conversationHeads: [
    (tx, { guest, known }) => conversations.conversationHeads(tx, [guest.conversationId, known.conversationId]),
  ],
  insertConversation: [
    (tx, { guest }) => conversations.insertConversation(tx, { id: fresh(), customerId: guest.customerId, now: NOW }),
  ],
  changeConversation: [
    (tx, { guest }) => conversations.changeConversation(tx, guest.conversationId, { status: 'resolved' }),
    (tx, { agent }, { guest }) => conversations.changeConversation(tx, guest.conversationId, { assigneeId: agent.id }),
  ],
  rememberStartPage: [
    (tx, { guest }) => conversations.rememberStartPage(tx, guest.conversationId, { url: '/', title: '' }),
  ],
  setRead: [
    (tx, { guest }) => conversations.setRead(tx, guest.conversationId, 'shopper', 1),
    (tx, { known }) => conversations.setRead(tx, known.conversationId, 'agent', 1),
  ],
  countUnreadByShopper: [(tx, { guest }) => conversations.countUnreadByShopper(tx, guest.conversationId, 0, null)],
  currentConversation: [(tx, { guest }) => conversations.currentConversation(tx, guest.conversationId)],
  mergeConversations: [
    (tx, { guest }, { known }) => merging.mergeConversations(tx, guest.conversationId, known.conversationId),
    (tx, { known }, { guest }) => merging.mergeConversations(tx, guest.conversationId, known.conversationId),
    (tx, { guest, known }) => merging.mergeConversations(tx, guest.conversationId, known.conversationId),
  ],

  recordMerge: [
    (tx, { guest, known }) =>
      merges.recordMerge(tx, { id: fresh(), from: guest.customerId, into: known.customerId, evidence: {}, now: NOW }),
  ],
  insertCustomer: [tx => customers.insertCustomer(tx, { id: fresh(), kind: 'guest', now: NOW })],
  markCustomerKnown: [(tx, { guest }) => customers.markCustomerKnown(tx, guest.customerId, { fullName: 'Mallory' })],
  addIdentities: [
    (tx, { guest }) =>
      customers.addIdentities(
        tx,
        guest.customerId,
        [{ id: fresh(), kind: 'bsuid', value: fresh(), matchKey: null }],
        NOW,
      ),
    // The same phone may be known to both: neither learns of the other.
    (tx, { identity }, { guest }) =>
      customers.addIdentities(tx, guest.customerId, [{ ...identity, id: fresh(), value: `${identity.value}0` }], NOW),
  ],
  addIdentitiesOf: [
    (tx, { guest }) => {
      const identity = { id: fresh(), kind: 'bsuid' as const, value: fresh(), matchKey: null };
      return customers.addIdentitiesOf(tx, [{ customerId: guest.customerId, ...identity }], NOW);
    },
  ],
  listIdentities: [(tx, { known }) => customers.listIdentities(tx, known.customerId)],
  findCustomersByIdentity: [(tx, { identity }) => customers.findCustomersByIdentity(tx, [identity])],
  moveCustomer: [
    (tx, { known }, { guest }) => moving.moveCustomer(tx, known.customerId, guest.customerId),
    (tx, { known }, { guest }) => moving.moveCustomer(tx, guest.customerId, known.customerId),
  ],
  // They lock numbers, not rows.
  lockIdentities: [],
  lockWamids: [],
  lockCurrentCustomer: [(tx, { guest }) => customers.lockCurrentCustomer(tx, guest.customerId)],
  listNewcomers: [(tx, { identity }) => listNewcomers(tx, [identity], new Date(0))],
  findIdentity: [(tx, { known, identity }) => customers.findIdentity(tx, known.customerId, identity)],
  readIdentity: [(tx, { identity }) => customers.readIdentity(tx, identity.id)],

  lockDelivery: [(tx, { deliveryId }) => deliveries.lockDelivery(tx, deliveryId)],
  findDelivery: [(tx, { deliveryId }) => deliveries.findDelivery(tx, deliveryId)],
  findDeliveriesOfStatuses: [
    (tx, { deliveryWamid, deliveryId }) =>
      batches.findDeliveriesOfStatuses(tx, { wamids: [deliveryWamid], ids: [deliveryId] }),
  ],
  lockDeliveries: [(tx, { deliveryId }) => batches.lockDeliveries(tx, [deliveryId])],
  saveDeliveries: [
    (tx, { deliveryId }) =>
      batches.saveDeliveries(tx, [{ id: deliveryId, state: 'failed', queuedAt: NOW } as deliveries.DeliveryRow]),
  ],
  endSends: [(tx, { deliveryId }) => batches.endSends(tx, [deliveryId])],
  saveDelivery: [(tx, { deliveryId }) => deliveries.saveDelivery(tx, deliveryId, { state: 'failed' })],

  listConversations: [
    (tx, { agent }) => inbox.listConversations(tx, ALL, agent.id),
    (tx, { agent }) => inbox.listConversations(tx, { ...ALL, q: 'phone' }, agent.id),
  ],
  countInbox: [(tx, { agent }) => inbox.countInbox(tx, agent.id)],
  enqueue: [(tx, { message }) => jobs.enqueue(tx, { id: fresh(), kind: 'webhook', ref: message.id, dueAt: NOW })],
  findMerchant: [tx => merchants.findMerchant(tx)],
  insertMerchant: [
    (tx, { merchantId: id }) =>
      merchants.insertMerchant(tx, { id, name: 'x', greeting: '', color: '#000000', allowedOrigins: [], now: NOW }),
  ],
  changeMerchant: [tx => merchants.changeMerchant(tx, { name: 'Renamed' })],

  appendMessage: [
    (tx, { guest }) => messages.appendMessage(tx, message(guest.conversationId)),
    (tx, { agent }, { guest }) =>
      messages.appendMessage(tx, message(guest.conversationId, { kind: 'agent', id: agent.id })),
  ],
  listMessages: [(tx, { guest }) => messages.listMessages(tx, guest.conversationId, { limit: 50 })],
  findMessage: [(tx, theirs) => messages.findMessage(tx, theirs.message.id)],
  findByClientId: [
    (tx, { guest, ...theirs }) => messages.findByClientId(tx, guest.conversationId, theirs.message.clientId),
  ],
  hasShoppersWord: [(tx, { guest }) => messages.hasShoppersWord(tx, guest.conversationId)],
  findMessageIdByWamid: [
    (tx, { wamid }) => messages.findMessageIdByWamid(tx, wamid),
    (tx, { deliveryWamid }) => messages.findMessageIdByWamid(tx, deliveryWamid),
  ],

  recordUpdate: [
    (tx, { guest }) => recording.recordUpdate(tx, { conversationId: guest.conversationId, kind: 'read', now: NOW }),
  ],
  recordUpdates: [
    (tx, { guest }) => recording.recordUpdates(tx, [{ conversationId: guest.conversationId, kind: 'read', now: NOW }]),
  ],
  insertUpdates: [
    async (tx, { guest }) =>
      recording.insertUpdates(tx, [{ conversationId: guest.conversationId, kind: 'read', seq: 99, now: NOW }]),
    async (tx, theirs, { guest }) => {
      const message = { kind: 'message', messageId: theirs.message.id } as const;
      recording.insertUpdates(tx, [{ conversationId: guest.conversationId, ...message, seq: 99, now: NOW }]);
    },
  ],
  readConversationUpdates: [(tx, { guest }) => updates.readConversationUpdates(tx, guest.conversationId, 0, 100)],
  readMerchantUpdates: [tx => updates.readMerchantUpdates(tx, 0, 100)],
  merchantSeq: [tx => updates.merchantSeq(tx)],
  pruneUpdates: [tx => updates.pruneUpdates(tx, LATER)],
  seqOfMessage: [(tx, { guest, answer }) => updates.seqOfMessage(tx, guest.conversationId, answer.id)],
  oldestSeq: [(tx, { guest }) => updates.oldestSeq(tx, guest.conversationId), tx => updates.oldestSeq(tx, null)],

  insertVisitor: [
    (tx, { guest }) =>
      visitors.insertVisitor(tx, { id: fresh(), customerId: guest.customerId, tokenHash: sha256(fresh()), now: NOW }),
  ],
  findVisitors: [(tx, { tokenHash }) => visitors.findVisitors(tx, [tokenHash])],
  listValidVisitors: [(tx, { visitorId }) => visitors.listValidVisitors(tx, [visitorId])],
  narrowVisitors: [(tx, { guest }) => visitors.narrowVisitors(tx, guest.customerId, guest.conversationId, NOW)],
  revokeVisitor: [(tx, { visitorId }) => visitors.revokeVisitor(tx, visitorId, NOW)],
  hasVisitor: [(tx, { guest }) => visitors.hasVisitor(tx, guest.customerId)],

  storeWebhookParts: [
    tx => webhooks.storeWebhookParts(tx, 'whatsapp', [{ id: fresh(), dedupeKey: fresh(), body: '{}' }], NOW),
  ],
  keepWebhookParts: [
    tx => keepWebhookParts(tx, [{ id: fresh(), dedupeKey: fresh(), body: '{}', line: fresh(), jobId: fresh() }], NOW),
  ],
  lockWaitingParts: [(tx, { waitingId }) => webhooks.lockWaitingParts(tx, [waitingId])],
  lockHeadsOfLines: [(tx, { waitingLine }) => webhooks.lockHeadsOfLines(tx, [waitingLine], 1)],
  linesWaiting: [(tx, { waitingLine }) => webhooks.linesWaiting(tx, [waitingLine])],
  oldestUnread: [async tx => [(await webhooks.oldestUnread(tx, 'whatsapp'))?.toISOString()].filter(Boolean)],
  lockWaitingPart: [(tx, { waitingId }) => webhooks.lockWaitingPart(tx, waitingId)],
  settlePart: [(tx, { waitingId }) => webhooks.settlePart(tx, waitingId, 'ignored', NOW)],
  settleParts: [(tx, { waitingId }) => webhooks.settleParts(tx, [{ id: waitingId, outcome: 'ignored' }], NOW)],
  listParked: [(tx, { parkedId }) => webhooks.listParked(tx, [`parked:${parkedId}`])],
  pruneWebhookParts: [tx => webhooks.pruneWebhookParts(tx, LATER)],

  insertReference: [
    (tx, { guest }) => {
      const reference = { id: fresh(), code: fresh(), customerId: guest.customerId, expiresAt: LATER, now: NOW };
      return references.insertReference(tx, reference);
    },
  ],
  findFreshReference: [(tx, { guest }) => references.findFreshReference(tx, guest.customerId, NOW)],
  lockReference: [(tx, { reference }) => references.lockReference(tx, reference.code)],
  markReferenceUsed: [(tx, { reference }) => references.markReferenceUsed(tx, reference.id, 'mallory', NOW)],

  ...AUTOMATION_CASES,
  ...DRY_RUN_CASES,
  ...JOURNEY_CASES,
  ...MEDIA_CASES,
  ...PEOPLE_CASES,
  ...COMMERCE_CASES,
  ...TEMPLATE_CASES,
  ...WHATSAPP_CASES,
  ...CONSENT_CASES,
  ...SENDING_CASES,
};
