import { randomUUIDv7 } from 'node:crypto';
import * as customers from '../db/customers.ts';
import * as deliveries from '../db/deliveries.ts';
import * as list from '../db/delivery-list.ts';
import { listDueSends } from '../db/due-sends.ts';
import * as lanes from '../db/lanes.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import * as limits from '../db/send-limits.ts';
import * as sends from '../db/sends.ts';
import * as windows from '../db/service-windows.ts';
import * as templates from '../db/template-status.ts';
import * as numbers from '../db/whatsapp-numbers.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

const LATER = new Date(NOW.getTime() + 1000);
const MOST = { reply: 50, transactional: 50, marketing: 50 };
const held = (deliveryId: string) => [{ deliveryId, fence: 0 }];
const EPISODE = { at: NOW.toISOString(), attempt: 0, what: 'refused' } as const;

export const SENDING_CASES: Record<string, TenantCase[]> = {
  insertDeliveries: [
    (tx, { message, guest, number, identity }) => insert(tx, message.id, guest.conversationId, number.id, identity.id),
    (tx, { message }, { guest, number, identity }) =>
      insert(tx, message.id, guest.conversationId, number.id, identity.id),
    (tx, { guest }, { message, number, identity }) =>
      insert(tx, message.id, guest.conversationId, number.id, identity.id),
    (tx, { number }, { message, guest, identity }) =>
      insert(tx, message.id, guest.conversationId, number.id, identity.id),
    (tx, { identity }, { message, guest, number }) =>
      insert(tx, message.id, guest.conversationId, number.id, identity.id),
  ],
  findDeliveries: [(tx, { deliveryId }) => deliveries.findDeliveries(tx, [deliveryId])],
  customersOfDeliveries: [(tx, { deliveryId }) => deliveries.customersOfDeliveries(tx, [deliveryId])],
  findFailing: [(tx, { deliveryId }) => deliveries.findFailing(tx, [deliveryId])],
  requeueDeliveries: [
    (tx, { deliveryId: id }) => deliveries.requeueDeliveries(tx, [{ id, attempt: 0, resends: 1, episodes: [EPISODE] }]),
  ],
  addEpisodes: [(tx, { deliveryId: id }) => deliveries.addEpisodes(tx, [{ id, episode: EPISODE }])],
  noteWaiting: [(tx, { deliveryId: id }) => deliveries.noteWaiting(tx, [{ id, reason: 'retry', until: LATER }])],
  findKnownValues: [(tx, { identity }) => customers.findKnownValues(tx, [identity])],

  openWindow: [
    (tx, { known, identity, number }) =>
      windows.openWindow(tx, known.conversationId, { at: LATER, identityId: identity.id, numberId: number.id }),
    (tx, { known, number }, { identity }) =>
      windows.openWindow(tx, known.conversationId, { at: LATER, identityId: identity.id, numberId: number.id }),
  ],
  closeWindow: [
    (tx, { identity, number }) => windows.closeWindow(tx, { identityId: identity.id, numberId: number.id }, NOW),
  ],
  lastInboundAt: [
    async (tx, { identity, number }) =>
      Number(await windows.lastInboundAt(tx, { identityId: identity.id, numberId: number.id })),
  ],

  insertSends: [
    (tx, { deliveryId, number, known }) => {
      const send = { deliveryId, numberId: number.id, conversationId: known.conversationId, dueAt: LATER };
      return sends.insertSends(tx, [{ ...send, purpose: 'marketing' }]);
    },
  ],
  listDueSends: [
    (tx, { number }) => listDueSends(tx, { numberId: number.id, portfolioId: number.wabaId }, MOST, LATER),
  ],
  changeSends: [(tx, { deliveryId }) => sends.changeSends(tx, [{ deliveryId, leasedUntil: LATER, blocks: false }])],
  beginAttempts: [(tx, { deliveryId }) => sends.beginAttempts(tx, held(deliveryId), NOW)],
  deleteSends: [(tx, { deliveryId }) => sends.deleteSends(tx, [deliveryId])],

  listDeliveries: [
    async (tx, { deliveryId }) => {
      await deliveries.saveDelivery(tx, deliveryId, { state: 'held', heldAt: NOW });
      return list.listDeliveries(tx, { view: 'held', limit: 10 });
    },
    async (tx, { deliveryId }) => {
      await deliveries.saveDelivery(tx, deliveryId, { state: 'failed', failedAt: NOW });
      return list.listDeliveries(tx, { view: 'failed', limit: 10 });
    },
    tx => list.listDeliveries(tx, { view: 'waiting', limit: 10 }),
  ],
  countQueued: [tx => list.countQueued(tx, 10)],
  countTroubles: [
    async (tx, { deliveryId }) => {
      await deliveries.saveDelivery(tx, deliveryId, { state: 'failed', failedAt: NOW });
      return list.countTroubles(tx, NOW, 10);
    },
  ],
  listNumberStops: [tx => numbers.listNumberStops(tx)],

  insertLane: [tx => lanes.insertLane(tx, randomUUIDv7(), 80, NOW)],
  holdLane: [(tx, { number }) => lanes.holdLane(tx, number.id, LATER)],
  lockLanesOf: [(tx, { deliveryId }) => lanes.lockLanesOf(tx, [deliveryId])],
  saveLane: [(tx, { number }) => lanes.saveLane(tx, number.id, { pace: 1 })],
  slowLane: [(tx, { number }) => lanes.slowLane(tx, number.id, { nextAt: new Date('2030-01-01'), perSecond: 1 })],

  savePairs: [
    // A pair of one's own number is one's own, whomever it names; it says nothing of whom.
    (tx, { identity }, { number }) => limits.savePairs(tx, number.id, [{ identityId: identity.id, nextAt: LATER }]),
  ],
  // How many went is told of one's own alone, which here would be those of the merchant asked for: queue.pairs has no row security.
  prunePairs: [
    async tx => {
      await limits.prunePairs(tx, LATER);
    },
  ],
  readPortfolioUsage: [(tx, { number }) => limits.readPortfolioUsage(tx, number.wabaId, new Date(0))],
  noteRecipients: [(tx, { identity, number }) => limits.noteRecipients(tx, number.wabaId, [identity.id], NOW, NOW)],
  prunePortfolio: [tx => limits.prunePortfolio(tx, LATER)],
  setTemplateStatus: [(tx, { templateId }) => templates.setTemplateStatus(tx, templateId, 'PAUSED', NOW)],

  findNumber: [(tx, { number }) => numbers.findNumber(tx, number.id)],
  saveNumber: [(tx, { number }) => numbers.saveNumber(tx, number.id, { sending: 'stopped' }, ['on'])],
};

function insert(tx: MerchantTx, messageId: string, conversationId: string, numberId: string, identityId: string) {
  const row = { id: randomUUIDv7(), messageId, conversationId, numberId, identityId, purpose: 'reply' } as const;
  return deliveries.insertDeliveries(tx, [row], NOW);
}
