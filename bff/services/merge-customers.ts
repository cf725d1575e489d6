import { randomUUIDv7 } from 'node:crypto';
import type { Merge } from '../../contract/journey.ts';
import { listIdentityScopes, narrowAccounts } from '../db/browser-scope.ts';
import { suspendTicked } from '../db/consents.ts';
import {
  type ConversationFacts,
  findConversation,
  findConversationOfCustomer,
  lockConversation,
} from '../db/conversations.ts';
import { recordMerge } from '../db/customer-merges.ts';
import { lockCurrentCustomers } from '../db/customers.ts';
import { markJourneys } from '../db/journey-marks.ts';
import { removeSummaries } from '../db/journey-summaries.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { mergeConversations } from '../db/merge-conversations.ts';
import { listBrowsers, moveConversation, moveCustomer } from '../db/move-customer.ts';
import { recordUpdate } from '../db/record-updates.ts';
import type { MovedRows } from '../db/schema/index.ts';
import { narrowVisitors, takeChatFrom } from '../db/visitors.ts';
import { endReferences } from '../db/whatsapp-references.ts';

type Order = {
  from: string;
  into: string;
  reason: Merge['reason'];
  evidence: Record<string, string>;
  /**
   * What the browsers and accounts of `from` see of the other's conversation. `what-comes`: their own thread, and what is written from
   * now on. `nothing`: they tell a journey and chat apart; who has a conversation already is not merged at all.
   */
  sees: 'what-comes' | 'nothing';
  now: Date;
};

/**
 * One customer becomes part of another: browsers, identities, contacts and the conversation go over; events, carts and orders stay with
 * their browsers and so come along. It is recorded with its reason and can be undone. Already one: nothing happens. Returns the
 * conversations that moved.
 */
export async function mergeCustomers(tx: MerchantTx, order: Order): Promise<string[]> {
  const [from, into] = await lockCurrentCustomers(tx, [order.from, order.into]);
  if (!from || !into || from === into) return [];
  const { reason, evidence, sees, now } = order;
  const [own, other] = await lockConversations(tx, from, into);
  if (sees === 'nothing' && own) return [];

  const [visitors, identities] = [await listBrowsers(tx, from), await listIdentityScopes(tx, from)];
  const silenced = reason === 'whatsapp-phone' ? await silence(tx, into) : [];
  const suspended = await suspend(tx, order, from, into, other !== null);
  if (sees === 'nothing') await takeChatFrom(tx, from);
  else if (other) {
    await narrowVisitors(tx, from, own?.id ?? from, now);
    await narrowAccounts(tx, from, own?.id ?? from, now);
  }
  // A link that was made for one page must not lead a phone to everything that page has become part of.
  await endReferences(tx, from, now);
  const conversation = own && (await joinConversation(tx, own, other, into, now));
  const moved = { ...(await moveCustomer(tx, from, into)), visitors, identities, silenced, suspended, conversation };
  await recordMerge(tx, { id: randomUUIDv7(), from, into, reason, evidence, moved, now });
  await removeSummaries(tx, [from, into]);
  await markJourneys(tx, [from, into], now);
  return own ? [own.id, ...(other ? [other.id] : [])] : [];
}

async function lockConversations(
  tx: MerchantTx,
  from: string,
  into: string,
): Promise<[own: ConversationFacts | null, other: ConversationFacts | null]> {
  const found = [await findConversationOfCustomer(tx, from), await findConversationOfCustomer(tx, into)];
  const ids = found.flatMap(conversation => conversation?.id ?? []).sort();
  const locked = new Map<string, ConversationFacts | null>();
  for (const id of ids) locked.set(id, await lockConversation(tx, id));
  const [own = null, other = null] = found.map(conversation => conversation && locked.get(conversation.id)!);
  return [own, other];
}

/** Somebody typed the phone whose owner writes now: what its browsers are told from here on is not for them. */
async function silence(tx: MerchantTx, customerId: string): Promise<string[]> {
  const chatting = (await listBrowsers(tx, customerId)).filter(({ mayChat }) => mayChat);
  await takeChatFrom(tx, customerId);
  return chatting.map(({ id }) => id);
}

/**
 * What a browser agreed to is its word, not the phone's: where a phone was only typed, or one with a past joins a page, it
 * waits until the phone says so. What was refused holds as it is.
 */
function suspend(
  tx: MerchantTx,
  { reason, sees }: Order,
  from: string,
  into: string,
  hasPast: boolean,
): Promise<string[]> | string[] {
  if (reason === 'whatsapp-phone') return suspendTicked(tx, into);
  return sees === 'nothing' || (reason === 'whatsapp-reference' && hasPast) ? suspendTicked(tx, from) : [];
}

async function joinConversation(
  tx: MerchantTx,
  own: ConversationFacts,
  other: ConversationFacts | null,
  into: string,
  now: Date,
): Promise<MovedRows['conversation']> {
  if (!other) {
    await moveConversation(tx, own.id, into);
    await recordUpdate(tx, { conversationId: own.id, kind: 'conversation', now });
    return { id: own.id, how: 'moved', lastPosition: own.lastPosition };
  }
  await mergeConversations(tx, own.id, other.id);
  await recordUpdate(tx, { conversationId: own.id, kind: 'merged', data: { into: other.id }, now });
  await recordUpdate(tx, { conversationId: other.id, kind: 'conversation', data: { reordered: true }, now });
  const { assigneeId, startedUrl, whatsappIdentityId, whatsappNumberId } = other;
  const surroundings = { assigneeId, startedUrl, whatsappIdentityId, whatsappNumberId };
  const both = marksOf((await findConversation(tx, other.id))!);
  return { id: own.id, how: 'joined', own: marksOf(own), other: { ...marksOf(other), ...surroundings }, both };
}

const marksOf = ({ readByAgents, readByShopper }: ConversationFacts) => ({ readByAgents, readByShopper });
