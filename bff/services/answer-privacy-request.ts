import type { ErasureReceipt } from '../../contract/privacy.ts';
import { deleteBooksOf } from '../db/erasure.ts';
import { emptyInboxOf } from '../db/inbox-erasure.ts';
import { type MerchantTx, PRUNED_AT_ONCE, withMerchant } from '../db/merchant-tx.ts';
import { findPeople, listPeopleOf } from '../db/person-rows.ts';
import { findPrivacyRequest, findRequestPart, savePrivacyRequest } from '../db/privacy-requests.ts';
import { endStoreConnection, findStoreConnection, type StoreConnection } from '../db/store-connections.ts';
import { emptyPart } from '../db/webhook-inbox.ts';
import { readContacts } from '../domain/contacts.ts';
import { SECOND } from '../domain/duration.ts';
import type { Context } from './context.ts';
import { erase } from './erase-customer.ts';
import { readStorePart } from './store-part.ts';

/** One round is over before the lease of its job is. */
const ROUND = 15 * SECOND;
const PEOPLE_AT_ONCE = 20;

/**
 * Does what a shop asks for on behalf of a person: finds them for an export, or erases. What was done is counted in the request's receipt
 * in the transaction that did it. Returns when to go on; null: it is done.
 */
export async function answerPrivacyRequest(
  context: Context,
  receiptKey: Buffer,
  merchantId: string,
  id: string,
): Promise<Date | null> {
  const { db, live, now } = context;
  const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(db, merchantId, work);
  const request = await as(tx => findPrivacyRequest(tx, id));
  const store = request && (await as(tx => findStoreConnection(tx, request.connectionId)));
  if (!request || !store || request.doneAt) return null;
  const signal = AbortSignal.timeout(ROUND);
  const step = { 'erase-customer': eraseNamed, 'erase-shop': eraseShop, export: findNamed }[request.kind];
  while (!signal.aborted) {
    const { isDone, moved } = await as(tx => step(tx, id, store, receiptKey, now));
    for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
    live.publish({ kind: 'work' });
    if (isDone) return null;
  }
  return now;
}

type Step = { isDone: boolean; moved: string[] };

async function findNamed(tx: MerchantTx, id: string, store: StoreConnection, _key: Buffer, now: Date): Promise<Step> {
  const customers = await peopleNamed(tx, id, store);
  await savePrivacyRequest(tx, id, { receipt: { customers }, doneAt: now });
  await emptyPart(tx, id, now);
  return { isDone: true, moved: [] };
}

async function eraseNamed(tx: MerchantTx, id: string, store: StoreConnection, key: Buffer, now: Date): Promise<Step> {
  const moved = await eraseEach(tx, id, await peopleNamed(tx, id, store), store, key, now);
  await finish(tx, id, now);
  return { isDone: true, moved };
}

async function eraseShop(tx: MerchantTx, id: string, store: StoreConnection, key: Buffer, now: Date): Promise<Step> {
  const people = await listPeopleOf(tx, store.kind, PEOPLE_AT_ONCE);
  const moved = await eraseEach(tx, id, people, store, key, now);
  if (people.length > 0) return { isDone: false, moved };
  const gone = await deleteBooksOf(tx, store.kind, PRUNED_AT_ONCE);
  await count(tx, id, gone);
  if (Object.keys(gone).length > 0) return { isDone: false, moved };
  await count(tx, id, { webhook_inbox: await emptyInboxOf(tx, store.kind, now) });
  await endStoreConnection(tx, store.id, now);
  await finish(tx, id, now);
  return { isDone: true, moved };
}

async function eraseEach(
  tx: MerchantTx,
  id: string,
  people: string[],
  { kind }: StoreConnection,
  key: Buffer,
  now: Date,
) {
  const moved: string[] = [];
  for (const customer of people) {
    const erased = await erase(tx, customer, kind, key, now);
    moved.push(...erased.moved);
    await count(tx, id, erased.receipt);
  }
  return moved;
}

async function peopleNamed(tx: MerchantTx, id: string, { kind }: StoreConnection): Promise<string[]> {
  const part = await findRequestPart(tx, id);
  const [fact] = part ? readStorePart(kind, part) : [];
  if (fact?.type !== 'privacy') return [];
  const { email, phone, customerId, orders } = fact.person;
  const accounts = customerId ? [`${kind}:${customerId}`] : [];
  return findPeople(tx, { source: kind, contacts: readContacts({ email, phone }), accounts, orders });
}

async function count(tx: MerchantTx, id: string, more: ErasureReceipt): Promise<void> {
  const before = (await findPrivacyRequest(tx, id))!.receipt;
  const erased: ErasureReceipt = { ...before?.erased };
  for (const [table, rows] of Object.entries(more)) erased[table] = (erased[table] ?? 0) + rows;
  await savePrivacyRequest(tx, id, { receipt: { erased } });
}

async function finish(tx: MerchantTx, id: string, now: Date): Promise<void> {
  await count(tx, id, {});
  await savePrivacyRequest(tx, id, { doneAt: now });
  await emptyPart(tx, id, now);
}
