import { randomUUIDv7 } from 'node:crypto';
import type { Merge } from '../../contract/journey.ts';
import { findConversationOfCustomer, lockConversation } from '../db/conversations.ts';
import { recordMerge } from '../db/customer-merges.ts';
import { lockCurrentCustomer } from '../db/customers.ts';
import { markJourneys } from '../db/journey-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { mergeConversations } from '../db/merge-conversations.ts';
import { listBrowsers, moveConversation, moveCustomer } from '../db/move-customer.ts';
import type { MovedRows } from '../db/schema/index.ts';
import { recordUpdate } from '../db/updates.ts';
import { narrowVisitors, takeChatFrom } from '../db/visitors.ts';

type Order = {
  from: string;
  into: string;
  reason: Merge['reason'];
  evidence: Record<string, string>;
  /**
   * What the browsers of `from` see of the other's conversation. `all`: their shopper has proven to be that customer. `what-comes`: their
   * own thread, and what is written from now on. `nothing`: they tell a journey, and chat apart.
   */
  sees: 'all' | 'what-comes' | 'nothing';
  now: Date;
};

/**
 * One customer becomes part of another: browsers, identities, contacts and the conversation go over; events, carts and orders stay with
 * their browsers and so come along. It is recorded with its reason and can be undone. Already one: nothing happens. Returns the
 * conversations that moved.
 */
export async function mergeCustomers(tx: MerchantTx, order: Order): Promise<string[]> {
  // In one order, whoever merges whom: two merges at once wait for each other instead of deadlocking.
  for (const id of [order.from, order.into].sort()) await lockCurrentCustomer(tx, id);
  const from = await lockCurrentCustomer(tx, order.from);
  const into = await lockCurrentCustomer(tx, order.into);
  if (!from || !into || from === into) return [];
  const { reason, evidence, sees, now } = order;

  const { conversation, moved, hasPast } = await joinConversations(tx, from, into, now);
  const visitors = await listBrowsers(tx, from);
  if (sees === 'what-comes' && hasPast) await narrowVisitors(tx, from, conversation?.id ?? from, now);
  if (sees === 'nothing') await takeChatFrom(tx, from);
  const rows = { ...(await moveCustomer(tx, from, into)), visitors, conversation };
  await recordMerge(tx, { id: randomUUIDv7(), from, into, reason, evidence, moved: rows, now });
  await markJourneys(tx, [from, into], now);
  return moved;
}

/** `hasPast`: the other one has written with us before. */
type Joined = { conversation: MovedRows['conversation']; moved: string[]; hasPast: boolean };

async function joinConversations(tx: MerchantTx, from: string, into: string, now: Date): Promise<Joined> {
  const own = await findConversationOfCustomer(tx, from);
  const other = await findConversationOfCustomer(tx, into);
  if (!own) return { conversation: null, moved: [], hasPast: other !== null };
  if (!other) {
    await lockConversation(tx, own.id);
    await moveConversation(tx, own.id, into);
    await recordUpdate(tx, { conversationId: own.id, kind: 'conversation', now });
    return { conversation: { id: own.id, how: 'moved' }, moved: [own.id], hasPast: false };
  }
  for (const id of [own.id, other.id].sort()) await lockConversation(tx, id);
  await mergeConversations(tx, own.id, other.id);
  await recordUpdate(tx, { conversationId: own.id, kind: 'merged', data: { into: other.id }, now });
  await recordUpdate(tx, { conversationId: other.id, kind: 'conversation', data: { reordered: true }, now });
  return { conversation: { id: own.id, how: 'joined' }, moved: [own.id, other.id], hasPast: true };
}
