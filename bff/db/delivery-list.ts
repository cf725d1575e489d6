import { type SQL, sql } from 'drizzle-orm';
import type { DeliveryListQuery, DeliveryView } from '../../contract/delivery.ts';
import type { MessageContent, Purpose, WaitReason } from '../../contract/message.ts';
import { exactMoment, isExactMoment } from './exact-moment.ts';
import { BadCursor } from './inbox.ts';
import type { MerchantTx } from './merchant-tx.ts';
import type { DeliveryEpisode, deliveries } from './schema/index.ts';

type State = (typeof deliveries.$inferSelect)['state'];

export type ListedDelivery = {
  id: string;
  conversation_id: string;
  message_id: string;
  customer_id: string;
  full_name: string | null;
  phone: string | null;
  display_phone: string;
  purpose: Purpose;
  content: MessageContent;
  state: State;
  at: string;
  error_code: number | null;
  error_title: string | null;
  waits_for: WaitReason | null;
  waits_until: string | null;
  attempt: number;
  history: DeliveryEpisode[];
};

/** Where each list is read, by what it is ordered, and what stands in it. */
const LISTS: Record<DeliveryView, { from: SQL; key: SQL; isDescending: boolean; only: SQL }> = {
  held: {
    from: sql`deliveries d`,
    key: sql`d.held_at`,
    isDescending: true,
    only: sql`d.held_at is not null and d.state = 'held'`,
  },
  failed: {
    from: sql`deliveries d`,
    key: sql`d.failed_at`,
    isDescending: true,
    only: sql`d.failed_at is not null and d.state = 'failed'`,
  },
  waiting: {
    from: sql`queue.sends s join deliveries d on d.merchant_id = s.merchant_id and d.id = s.delivery_id`,
    key: sql`s.due_at`,
    isDescending: false,
    only: sql`d.state in ('queued', 'unknown')`,
  },
};

/**
 * One page of deliveries that somebody may want to look at.
 * @throws BadCursor for what is no cursor of this list
 */
export async function listDeliveries(
  tx: MerchantTx,
  { view, cursor, limit }: DeliveryListQuery,
): Promise<{ rows: ListedDelivery[]; next: string | null }> {
  const { from, key, isDescending, only } = LISTS[view];
  const merchant = view === 'waiting' ? sql`s.merchant_id = ${tx.merchantId}` : sql`d.merchant_id = ${tx.merchantId}`;
  const beyond = cursor ? sql`and ${after(cursor, view, key, isDescending)}` : sql``;
  const order = isDescending ? sql`${key} desc, d.id` : sql`${key}, d.id`;
  const rows = await tx.execute<ListedDelivery & { cursor_key: string }>(sql`
    select d.id, d.conversation_id, d.message_id, c.customer_id, u.full_name, u.phone, n.display_phone, d.purpose, m.content, d.state,
      ${exactMoment(key)} as cursor_key, coalesce(d.failed_at, d.held_at, d.unknown_at, d.queued_at) as at,
      d.error_code, d.error_title, d.waits_for, d.waits_until, d.attempt, d.history
    from ${from}
    join whatsapp_conversations c on c.merchant_id = d.merchant_id and c.id = d.conversation_id
    join customers u on u.merchant_id = d.merchant_id and u.id = c.customer_id
    join whatsapp_messages m on m.merchant_id = d.merchant_id and m.id = d.message_id
    join whatsapp_numbers n on n.merchant_id = d.merchant_id and n.id = d.number_id
    where ${merchant} and ${only} ${beyond} order by ${order} limit ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? cursorOf(view, last.cursor_key, last.id) : null };
}

const cursorOf = (view: DeliveryView, key: string, id: string) =>
  Buffer.from(JSON.stringify([view, key, id])).toString('base64url');

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function after(cursor: string, view: DeliveryView, key: SQL, isDescending: boolean): SQL {
  const [of, at, id] = read(cursor);
  if (of !== view || typeof at !== 'string' || !isExactMoment(at) || typeof id !== 'string' || !ID.test(id))
    throw new BadCursor();
  const moment = sql`${at}::timestamptz`;
  const beyond = isDescending ? sql`${key} < ${moment}` : sql`${key} > ${moment}`;
  return sql`(${beyond} or (${key} = ${moment} and d.id > ${id}::uuid))`;
}

function read(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    throw new BadCursor();
  }
}

type Counts = { number_id: string; priority: number; queued: number };

/** What each number has queued, by priority; counting stops at `most`. */
export async function countQueued(tx: MerchantTx, most: number): Promise<Counts[]> {
  return tx.execute<Counts>(sql`
    select n.id as number_id, p.priority, (select count(*)::int from (select from queue.sends s
        where s.merchant_id = ${tx.merchantId} and s.number_id = n.id and s.priority = p.priority limit ${most}) q) as queued
    from whatsapp_numbers n cross join generate_series(0, 2) p(priority)
    where n.merchant_id = ${tx.merchantId}`);
}

/** How many are held, and how many have failed since then; counting stops at `most`. */
export async function countTroubles(
  tx: MerchantTx,
  since: Date,
  most: number,
): Promise<{ held: number; failed: number }> {
  const [row] = await tx.execute<{ held: number; failed: number }>(sql`
    select (select count(*)::int from (select from deliveries
        where merchant_id = ${tx.merchantId} and held_at is not null and state = 'held' limit ${most}) h) as held,
      (select count(*)::int from (select from deliveries
        where merchant_id = ${tx.merchantId} and failed_at >= ${since.toISOString()}::timestamptz and state = 'failed' limit ${most}) f) as failed`);
  return row!;
}
