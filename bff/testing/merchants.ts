import { createHash, randomUUIDv7 } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { insertAgent } from '../db/agents.ts';
import { saveConsentSettings } from '../db/consent-settings.ts';
import { recordConsents } from '../db/consents.ts';
import { insertConversation } from '../db/conversations.ts';
import { recordMerge } from '../db/customer-merges.ts';
import { addIdentities, insertCustomer } from '../db/customers.ts';
import { insertDeliveries, saveDelivery } from '../db/deliveries.ts';
import { enqueue } from '../db/jobs.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { insertMerchant } from '../db/merchants.ts';
import { appendMessage } from '../db/messages.ts';
import { keepReceipts } from '../db/opt-out-receipts.ts';
import { portfolioUsage, sessions, users, webhookInbox, whatsappTemplates } from '../db/schema/index.ts';
import { noteRecipients, savePairs } from '../db/send-limits.ts';
import { insertSends } from '../db/sends.ts';
import { insertVisitor } from '../db/visitors.ts';
import { settlePart, storeWebhookParts } from '../db/webhook-inbox.ts';
import { insertApp } from '../db/whatsapp-apps.ts';
import { insertNotice } from '../db/whatsapp-notices.ts';
import { insertNumber, insertRoute } from '../db/whatsapp-numbers.ts';
import { insertReference } from '../db/whatsapp-references.ts';
import { HOUR } from '../domain/duration.ts';
import { furnishAutomations } from './furnish-automations.ts';
import { furnishCommerce } from './furnish-commerce.ts';
import { furnishDryRuns } from './furnish-dry-runs.ts';
import { furnishJourney } from './furnish-journey.ts';
import { furnishMedia } from './furnish-media.ts';
import { seedTemplate } from './furnish-templates.ts';

export const NOW = new Date('2026-03-10T12:00:00Z');

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A merchant with its counter, and nothing else. */
export async function seedMerchant(db: Db): Promise<string> {
  const id = randomUUIDv7();
  await withMerchant(db, id, tx =>
    insertMerchant(tx, { id, name: 'Shop', greeting: '', color: '#7a4f2b', allowedOrigins: [], now: NOW }),
  );
  return id;
}

export async function seedAgent(tx: MerchantTx, name = 'Ada'): Promise<{ id: string; userId: string }> {
  const [id, userId] = [randomUUIDv7(), randomUUIDv7()];
  await insertAgent(tx, { id, userId, name, email: `${id}@shop.example`, role: 'agent', now: NOW });
  return { id, userId };
}

/** A login of this user, good for a day. */
export async function seedSession(tx: MerchantTx, userId: string): Promise<string> {
  const id = randomUUIDv7();
  const stamps = { createdAt: NOW, updatedAt: NOW };
  await tx.insert(users).values({ id: userId, name: 'Ada', email: `${userId}@shop.example`, ...stamps });
  const expiresAt = new Date(NOW.getTime() + 24 * HOUR);
  await tx.insert(sessions).values({ id, token: id, userId, expiresAt, ...stamps });
  return id;
}

/** A guest and their conversation. */
export async function seedConversation(
  tx: MerchantTx,
  customer: { fullName?: string; phone?: string } = {},
): Promise<{ customerId: string; conversationId: string }> {
  const [customerId, conversationId] = [randomUUIDv7(), randomUUIDv7()];
  await insertCustomer(tx, { id: customerId, kind: 'guest', ...customer, now: NOW });
  await insertConversation(tx, { id: conversationId, customerId, now: NOW });
  return { customerId, conversationId };
}

/** A shopper's text in a conversation, or an agent's if `agentId` is given. */
export async function seedMessage(
  tx: MerchantTx,
  conversationId: string,
  { text = 'Hello', at = NOW, agentId }: { text?: string; at?: Date; agentId?: string } = {},
): Promise<{ id: string; clientId: string; seq: number }> {
  const [id, clientId] = [randomUUIDv7(), randomUUIDv7()];
  const { seq } = await appendMessage(tx, {
    id,
    conversationId,
    author: agentId ? { kind: 'agent', id: agentId } : { kind: 'shopper' },
    channel: 'web',
    content: { kind: 'text', text },
    clientId,
    sentAt: at,
    now: at,
  });
  return { id, clientId, seq };
}

export type Furnished = Awaited<ReturnType<typeof furnishMerchant>>;

/** A merchant with at least one row in every table, and the ids of all of it. */
export async function furnishMerchant(db: Db) {
  const merchantId = await seedMerchant(db);
  return withMerchant(db, merchantId, async tx => {
    const agent = await seedAgent(tx);
    const sessionId = await seedSession(tx, agent.userId);
    const guest = await seedConversation(tx, { fullName: 'Guest' });
    const known = await seedConversation(tx, { fullName: 'Known', phone: '+49 151 23456789' });
    const message = await seedMessage(tx, guest.conversationId);
    const answer = await seedMessage(tx, guest.conversationId, { agentId: agent.id });
    const rest = await furnishRest(tx, guest.customerId, known.customerId);
    const whatsapp = await furnishWhatsApp(tx, known, agent.id);
    const automations = await furnishAutomations(tx, guest.customerId, agent.id);
    return {
      merchantId,
      agent,
      sessionId,
      guest,
      known,
      message,
      answer,
      ...whatsapp,
      files: await furnishMedia(tx, {
        conversationId: known.conversationId,
        numberId: whatsapp.number.id,
        agentId: agent.id,
        answerTo: whatsapp.outbound.id,
      }),
      ...(await furnishConsent(tx, known.customerId)),
      ...rest,
      ...(await furnishCommerce(tx, { visitorId: rest.visitorId, customerId: guest.customerId })),
      ...automations,
      ...(await furnishDryRuns(tx, guest.customerId, agent.id, automations.rule.id)),
      template: await seedTemplate(tx),
      other: await seedBareCustomer(tx),
      ...(await furnishJourney(tx, { visitorId: rest.visitorId, customerId: guest.customerId, agentId: agent.id })),
    };
  });
}

async function furnishWhatsApp(tx: MerchantTx, { customerId, conversationId }: Thread, agentId: string) {
  const [appId, numberId, deliveryId, jobId] = [randomUUIDv7(), randomUUIDv7(), randomUUIDv7(), randomUUIDv7()];
  const phoneNumberId = `phone ${numberId}`;
  const sealed = Buffer.from('sealed');
  await insertApp(tx, { id: appId, appId: `app ${appId}`, appSecret: sealed, heardAt: NOW, now: NOW });
  const number = { id: numberId, whatsappAppId: appId, phoneNumberId, wabaId: 'waba', displayPhone: '+1 555 0100' };
  const steps = { registeredAt: NOW, subscribedAt: NOW };
  await insertNumber(tx, { ...number, accessToken: sealed, ...steps, readyAt: NOW, isDefault: true, now: NOW });
  const unfinished = { ...number, id: randomUUIDv7(), phoneNumberId: `phone of ${numberId}`, ...steps };
  await insertNumber(tx, { ...unfinished, accessToken: sealed, now: NOW });
  const used = { portfolioId: 'waba', beganAt: NOW, recipients: 1 };
  await tx.insert(portfolioUsage).values({ ...used, merchantId: tx.merchantId });
  const route = { kind: 'phone_number', externalId: phoneNumberId, rowId: numberId } as const;
  await insertRoute(tx, route);
  const noticeId = randomUUIDv7();
  const said = { severity: 'warning', title: 'Title', words: 'Words' } as const;
  await insertNotice(tx, { id: noticeId, wabaId: 'waba', numberId, ...said, at: NOW });
  const phone = `49151${String(parseInt(randomUUIDv7().slice(-8), 16)).padStart(10, '0')}`;
  const identity = { id: randomUUIDv7(), kind: 'wa_id', value: phone, matchKey: phone } as const;
  await addIdentities(tx, customerId, [identity], NOW);
  const inbound = { id: randomUUIDv7(), conversationId, content: { kind: 'text', text: 'From the phone' } } as const;
  const wamid = `wamid.in.${tx.merchantId}`;
  const shopper = { author: { kind: 'shopper' }, channel: 'whatsapp', wamid, sentAt: NOW, now: NOW } as const;
  await appendMessage(tx, { ...inbound, ...shopper, via: { identityId: identity.id, numberId } });
  const outbound = await seedMessage(tx, conversationId, { agentId, text: 'To the phone' });
  const delivery = { id: deliveryId, messageId: outbound.id, conversationId, numberId, identityId: identity.id };
  await insertDeliveries(tx, [{ ...delivery, purpose: 'reply' }], NOW);
  await insertSends(tx, [{ ...delivery, deliveryId, purpose: 'reply', dueAt: NOW }]);
  await savePairs(tx, numberId, [{ identityId: identity.id, nextAt: NOW }]);
  const deliveryWamid = `wamid.out.${tx.merchantId}`;
  await saveDelivery(tx, deliveryId, { wamid: deliveryWamid });
  await enqueue(tx, { id: jobId, kind: 'webhook', ref: deliveryId, dueAt: NOW });
  await noteRecipients(tx, number.wabaId, [identity.id], NOW, NOW);
  const template = { name: 'order_shipped', language: 'en', category: 'UTILITY', status: 'APPROVED', components: [] };
  const stamps = { createdAt: NOW, updatedAt: NOW };
  const templateId = randomUUIDv7();
  await tx
    .insert(whatsappTemplates)
    .values({ id: templateId, merchantId: tx.merchantId, wabaId: number.wabaId, ...template, ...stamps });
  const sent = { outbound, deliveryId, deliveryWamid, jobId };
  return { templateId, appId, number, unfinishedId: unfinished.id, noticeId, route, identity, wamid, ...sent };
}

async function furnishConsent(tx: MerchantTx, customerId: string) {
  const consentId = randomUUIDv7();
  const told = { topic: 'marketing', action: 'opt-in', source: 'checkbox', at: NOW, recordedAt: NOW } as const;
  await recordConsents(tx, [
    {
      id: consentId,
      customerId,
      wording: `Offers of ${tx.merchantId}, please`,
      dedupeKey: `said of ${tx.merchantId}`,
      ...told,
    },
  ]);
  const settings = {
    stopWords: [`enough of ${tx.merchantId}`],
    startWords: [],
    startOffer: null,
    confirmOptIns: false,
  };
  await saveConsentSettings(tx, settings, NOW);
  const receiptDigest = sha256(`+49151 of ${tx.merchantId}`);
  await keepReceipts(tx, [{ digest: receiptDigest, topic: 'all', source: 'typed-word', at: NOW, recordedAt: NOW }]);
  return { consentId, receiptDigest };
}

/** A customer with no conversation. */
async function seedBareCustomer(tx: MerchantTx): Promise<string> {
  const id = randomUUIDv7();
  await insertCustomer(tx, { id, kind: 'guest', now: NOW });
  return id;
}

async function furnishRest(tx: MerchantTx, guestId: string, knownId: string) {
  const [visitorId, waitingId, parkedId, mergeId] = [randomUUIDv7(), randomUUIDv7(), randomUUIDv7(), randomUUIDv7()];
  const waitingLine = randomUUIDv7();
  const tokenHash = sha256(visitorId);
  await insertVisitor(tx, { id: visitorId, customerId: guestId, tokenHash, now: NOW });
  const parts = [
    { id: waitingId, dedupeKey: `waiting:${waitingId}`, body: '{}' },
    { id: parkedId, dedupeKey: `parked:${parkedId}`, body: '{}' },
  ];
  await storeWebhookParts(tx, 'whatsapp', parts, NOW);
  await tx.update(webhookInbox).set({ line: waitingLine }).where(eq(webhookInbox.id, waitingId));
  await settlePart(tx, parkedId, 'parked', NOW);
  const reference = {
    id: randomUUIDv7(),
    code: randomUUIDv7().slice(-8),
    customerId: guestId,
    expiresAt: new Date('2026-04-01'),
  };
  await insertReference(tx, { ...reference, now: NOW });
  await recordMerge(tx, { id: mergeId, from: guestId, into: knownId, evidence: {}, now: NOW });
  const account = { id: randomUUIDv7(), kind: 'shop_account', value: `api:${guestId}`, matchKey: null } as const;
  await addIdentities(tx, guestId, [account], NOW);
  return { visitorId, tokenHash, waitingId, waitingLine, parkedId, mergeId, reference, account };
}

type Thread = { customerId: string; conversationId: string };
