import { and, eq, sql } from 'drizzle-orm';
import type { GivenPoints } from '../../contract/automation-facts.ts';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { customerNotes, customerTags, leadPoints } from './schema/index.ts';

/** Marks customers; who bears the tag already bears it on. */
export async function addTags(
  tx: MerchantTx,
  added: readonly { customerId: string; tag: string }[],
  now: Date,
): Promise<void> {
  if (added.length === 0) return;
  const rows = added.map(one => ({ ...one, merchantId: tx.merchantId, addedAt: now }));
  await tx.insert(customerTags).values(rows).onConflictDoNothing();
}

/** Takes a tag away. `customerIds`: of one person, with those who became part of them. */
export async function removeTag(tx: MerchantTx, customerIds: readonly string[], tag: string): Promise<void> {
  await tx
    .delete(customerTags)
    .where(
      and(ofMerchant(tx, customerTags), anyOf(customerTags.customerId, [...customerIds]), eq(customerTags.tag, tag)),
    );
}

export type NewPoints = { id: string; customerId: string; points: number; reason: string };

export async function givePoints(tx: MerchantTx, given: readonly NewPoints[], now: Date): Promise<void> {
  if (given.length === 0) return;
  await tx.insert(leadPoints).values(given.map(one => ({ ...one, merchantId: tx.merchantId, givenAt: now })));
}

/** Of each subject so many are looked at, the newest. */
const POINTS_LOOKED_AT = 200;

/** The points that rules have given these customers, newest first. `subjects`: of each customer. */
export async function readGivenPoints(
  tx: MerchantTx,
  subjects: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, GivenPoints[]>> {
  const pairs = [...subjects].flatMap(([customer_id, ids]) => ids.map(subject_id => ({ customer_id, subject_id })));
  const rows = await tx.execute<{ customer_id: string; points: number; reason: string; given_at: string }>(sql`
    with s as (select * from json_to_recordset(${JSON.stringify(pairs)}::json) s (customer_id uuid, subject_id uuid))
    select s.customer_id, p.points, p.reason, p.given_at from s cross join lateral (
      select points, reason, given_at from lead_points where merchant_id = ${tx.merchantId} and customer_id = s.subject_id
      order by given_at desc limit ${POINTS_LOOKED_AT}) p
    order by p.given_at desc`);
  const given = new Map<string, GivenPoints[]>([...subjects.keys()].map(id => [id, []]));
  for (const { customer_id: id, points, reason, given_at: at } of rows)
    given.get(id)!.push({ points, reason, at: new Date(at) });
  return given;
}

/** `author`: what noted it, in words. */
export type NoteRow = { id: string; customerId: string; text: string; author: string };

export async function insertNotes(tx: MerchantTx, notes: readonly NoteRow[], now: Date): Promise<void> {
  if (notes.length === 0) return;
  await tx.insert(customerNotes).values(notes.map(note => ({ ...note, merchantId: tx.merchantId, createdAt: now })));
}
