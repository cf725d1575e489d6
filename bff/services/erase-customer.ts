import type { ErasureReceipt } from '../../contract/privacy.ts';
import { listThreadsOf } from '../db/conversations.ts';
import { lockCurrentCustomer } from '../db/customers.ts';
import { eraseFromStore, erasePerson, isKnownElsewhere } from '../db/erasure.ts';
import { eraseFromInbox, type Needles } from '../db/inbox-erasure.ts';
import { markJourneys, subjectsOf } from '../db/journey-marks.ts';
import { eraseMediaOf } from '../db/media.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { type Person, readPersonRows } from '../db/person-rows.ts';
import { recordUpdate } from '../db/record-updates.ts';
import type { StoreKind } from '../db/store-connections.ts';
import type { Context } from './context.ts';
import { keepOptOuts } from './keep-opt-outs.ts';
import { notFound } from './refusal.ts';

export type Erased = { receipt: ErasureReceipt; moved: string[] };

/**
 * Makes a person nobody: what they said, did and are called is gone, and orders and quotes keep their amounts. On behalf of a shop,
 * somebody who is known otherwise too loses only what came from that shop. Doing it again changes nothing.
 * @param on `'everything'`, or the shop that asks
 * @param receiptKey what tells the same phone again, should somebody write to it anew
 */
export async function erase(
  tx: MerchantTx,
  customerId: string,
  on: 'everything' | StoreKind,
  receiptKey: Buffer,
  now: Date,
): Promise<Erased> {
  const current = await lockCurrentCustomer(tx, customerId);
  if (!current) throw notFound('customer');
  const person = await personOf(tx, current);
  const store = on !== 'everything' && (await isKnownElsewhere(tx, person, on)) ? on : null;
  // What raw webhooks are known by is gone after the rest.
  const needles = needlesOf(await readPersonRows(tx, person), store);
  const webhooks = await eraseFromInbox(tx, needles, store, now);
  if (!store) await keepOptOuts(tx, receiptKey, current, now);
  const moved = store ? [] : await listThreadsOf(tx, person.customers);
  // Before the messages that name them.
  const files = store ? 0 : await eraseMediaOf(tx, moved, now);
  const rows = store ? await eraseFromStore(tx, person, store) : await erasePerson(tx, person, now);
  await markJourneys(tx, [current], now);
  for (const conversationId of moved)
    await recordUpdate(tx, { conversationId, kind: 'conversation', data: { reordered: true }, now });
  return {
    receipt: { ...rows, ...(files > 0 && { media: files }), ...(webhooks > 0 && { webhook_inbox: webhooks }) },
    moved,
  };
}

/** Erases a customer on the word of the shop's owner. @throws Refusal not-found */
export async function eraseCustomer(
  { db, live, now }: Context,
  receiptKey: Buffer,
  merchantId: string,
  customerId: string,
): Promise<ErasureReceipt> {
  const { receipt, moved } = await withMerchant(db, merchantId, tx =>
    erase(tx, customerId, 'everything', receiptKey, now),
  );
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  live.publish({ kind: 'work' });
  return receipt;
}

/** `current`: a customer as they are now. */
export async function personOf(tx: MerchantTx, current: string): Promise<Person> {
  const subjects = (await subjectsOf(tx, [current])).get(current)!;
  const rows = await readPersonRows(tx, { customers: subjects, subjects: [] });
  return { subjects, customers: rows.customers!.map(({ id }) => String(id)) };
}

type Rows = Record<string, Record<string, unknown>[]>;

function needlesOf(rows: Rows, store: StoreKind | null): Needles {
  const isOf = ({ source }: Record<string, unknown>) => store === null || source === store;
  const contacts = rows.customer_contacts!.filter(isOf);
  const identities = store ? [] : rows.customer_identities!.filter(({ kind }) => kind !== 'shop_account');
  const values = [...contacts, ...identities].map(({ value }) => String(value).toLowerCase());
  const phones = [...values, ...rows.customers!.map(({ phone }) => String(phone ?? ''))]
    .map(value => (value.includes('@') ? '' : value.replace(/\D/g, '')))
    .filter(digits => digits.length >= MIN_PHONE);
  const names = rows.customers!.flatMap(({ full_name: name }) => (typeof name === 'string' ? [name] : []));
  return {
    texts: values.filter(value => value.length >= MIN_TEXT && !/^\d+$/.test(value)).flatMap(spellings),
    // Without the country: that is how people write it at home.
    digits: [...new Set(phones.map(digits => digits.slice(-MIN_PHONE)))],
    names: names.filter(name => name.length >= MIN_TEXT).flatMap(spellings),
    orders: rows.orders!.filter(isOf).map(order => String(order.external_id)),
  };
}

const MIN_TEXT = 6;
const MIN_PHONE = 8;

/** As JSON may write it: as it is, and with everything but ASCII escaped, as PHP does. In lower case, as it is looked for. */
function spellings(text: string): string[] {
  const plain = JSON.stringify(text.toLowerCase()).slice(1, -1);
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('/', '\\/')
    .replace(/[^\x20-\x7e]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .toLowerCase();
  return [...new Set([plain, escaped])];
}
