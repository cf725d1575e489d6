import { randomUUIDv7 } from 'node:crypto';
import { addTags, givePoints, insertNotes, removeTag } from '../db/customer-marks.ts';
import { enqueue } from '../db/jobs.ts';
import { markJourneys, subjectsOf } from '../db/journey-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { insertOutgoing } from '../db/webhook-outbox.ts';
import type { Desk } from './automation-desk.ts';

/** Keeps what steps did besides writing: tags, points, notes, what endpoints are told. Returns whether that is work for others. */
export async function keepEffects(tx: MerchantTx, desk: Desk, now: Date): Promise<boolean> {
  const { given, notes, hooks } = desk;
  await keepTags(tx, desk, now);
  await givePoints(tx, given, now);
  await markJourneys(
    tx,
    given.map(({ customerId }) => customerId),
    now,
  );
  await insertNotes(tx, notes, now);
  await insertOutgoing(tx, hooks, now);
  await enqueue(
    tx,
    ...hooks.map(({ id: ref }) => ({ id: randomUUIDv7(), kind: 'outgoing-webhook' as const, ref, dueAt: now })),
  );
  return given.length > 0 || hooks.length > 0;
}

/** Of several steps with the same tag of the same person the last one counts. */
async function keepTags(tx: MerchantTx, { tagged }: Desk, now: Date): Promise<void> {
  const last = [...new Map(tagged.map(one => [`${one.customerId} ${one.tag}`, one])).values()];
  const added = last.filter(one => one.do === 'add').map(({ customerId, tag }) => ({ customerId, tag }));
  await addTags(tx, added, now);
  const removed = last.filter(one => one.do === 'remove');
  if (removed.length === 0) return;
  const parts = await subjectsOf(
    tx,
    removed.map(({ customerId }) => customerId),
  );
  for (const { customerId, tag } of removed) await removeTag(tx, parts.get(customerId)!, tag);
}
