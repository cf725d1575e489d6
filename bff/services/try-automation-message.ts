import { randomUUIDv7 } from 'node:crypto';
import type { AgentRef } from '../../contract/agent.ts';
import type { TestSendInput, TestSent } from '../../contract/automation-preview.ts';
import { findConversationOfCustomer, insertConversation } from '../db/conversations.ts';
import { findCurrentCustomer, findCustomersByIdentity } from '../db/customers.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { findByClientId } from '../db/messages.ts';
import type { PersonFacts } from '../domain/automation/facts.ts';
import { readContacts } from '../domain/contacts.ts';
import { HOUR } from '../domain/duration.ts';
import { isWindowOpen } from '../domain/service-window.ts';
import { compose, loadStationery, type MessageAction, purposeWith, requireMessage } from './automation-message.ts';
import { loadPeople } from './automation-people.ts';
import { currentAutomationSettings, mannersOf } from './automation-settings.ts';
import type { Context } from './context.ts';
import { queueWhatsAppMessages } from './queue-messages.ts';
import { notFound, Refusal } from './refusal.ts';
import { phoneIdentity } from './whatsapp-identities.ts';
import { retryConflict } from './write-conflict.ts';

/** A test that comes hours later helps nobody. */
const MAKES_SENSE_FOR = HOUR;

type Tried = TestSent & { isNew: boolean };

/**
 * Sends a step's message to the phone of whoever tries it, through the ledger like any other: what WhatsApp asks of messages, and what
 * that phone has agreed to, holds for a test too.
 * @throws Refusal invalid-request; not-found; channel-unavailable: the phone never wrote here; service-window-closed: only a template would do
 */
export async function tryAutomationMessage(
  { db, live, now }: Context,
  merchantId: string,
  agent: AgentRef,
  input: TestSendInput,
): Promise<TestSent> {
  const { isNew, ...sent } = await retryConflict(() => withMerchant(db, merchantId, tx => send(tx, agent, input, now)));
  if (isNew) {
    live.publish({ kind: 'moved', merchantId, conversationId: sent.conversationId });
    live.publish({ kind: 'work' });
  }
  return sent;
}

async function send(tx: MerchantTx, agent: AgentRef, input: TestSendInput, now: Date): Promise<Tried> {
  const action = requireMessage(input.action);
  const ownerId = await ownerOf(tx, input.phone);
  const conversationId = await threadOf(tx, ownerId, now);
  const known = await findByClientId(tx, conversationId, input.clientId);
  if (known) {
    const by = known.content.kind === 'template' ? 'template' : 'text';
    return { conversationId, messageId: known.id, by, isNew: false };
  }
  const shownId = input.customer === null ? ownerId : (await findCurrentCustomer(tx, input.customer))?.id;
  if (!shownId) throw notFound('customer');
  const stationery = await loadStationery(tx);
  const manners = mannersOf(await currentAutomationSettings(tx));
  const people = await loadPeople(tx, [...new Set([ownerId, shownId])], stationery.accounts, manners, now);
  const owner = people.get(ownerId)!.facts;
  if (!owner.address) throw new Refusal('channel-unavailable', NEVER_WROTE);
  const by = wayTo(action, owner, now);
  const composed = compose(action, by, { person: people.get(shownId)!.facts, subject: {} }, stationery);
  if ('fault' in composed) throw new Refusal('invalid-request', composed.words);
  const { content, numberId } = composed;
  const message = {
    ...{ conversationId, content, author: { kind: 'agent', id: agent.id } as const, clientId: input.clientId },
    purpose: purposeWith(action, stationery, owner.language),
    address: { ...owner.address, ...(numberId && { numberId }) },
    expiresAt: new Date(now.getTime() + MAKES_SENSE_FOR),
  };
  const [queued] = await queueWhatsAppMessages(tx, [message], now);
  return { conversationId: queued!.conversationId, messageId: queued!.messageId, by, isNew: true };
}

const NEVER_WROTE =
  'Nobody with this phone is known on WhatsApp here. Write a word to the shop’s number from it once, then try again: nobody is written to who has not written first.';

/** Whose phone it is. */
async function ownerOf(tx: MerchantTx, written: string): Promise<string> {
  const [phone] = readContacts({ phone: written });
  if (!phone)
    throw new Refusal('invalid-request', 'phone: write it with its country code, like +49 1512 3456789.', [
      { path: 'phone', message: 'Write it with its country code, like +49 1512 3456789.' },
    ]);
  const [found] = await findCustomersByIdentity(tx, [phoneIdentity(phone.value)]);
  if (!found) throw new Refusal('channel-unavailable', NEVER_WROTE);
  return found.customerId;
}

async function threadOf(tx: MerchantTx, customerId: string, now: Date): Promise<string> {
  const thread = await findConversationOfCustomer(tx, customerId);
  if (thread) return thread.id;
  const id = randomUUIDv7();
  await insertConversation(tx, { id, customerId, now });
  return id;
}

function wayTo({ text, template }: MessageAction, { lastInboundAt }: PersonFacts, now: Date): 'text' | 'template' {
  if (text && isWindowOpen(lastInboundAt, now)) return 'text';
  if (template) return 'template';
  const words =
    'This phone has not written within 24 hours, and the step has no template. Write a word from it, then try again.';
  throw new Refusal('service-window-closed', words);
}
