import { type SQL, sql } from 'drizzle-orm';
import type { TimelineFilter } from '../../contract/journey.ts';
import type { JourneyEventName, JourneySource } from '../../contract/journey-event.ts';
import type { LeadReason, Stage } from '../../contract/lead-score.ts';
import type { MessageContent } from '../../contract/message.ts';
import { exactMoment, isExactMoment } from './exact-moment.ts';
import { BadCursor } from './inbox.ts';
import type { MerchantTx } from './merchant-tx.ts';

/** One thing of a timeline as the database knows it; `data` depends on the kind. */
export type TimelineRow =
  | { kind: 'event'; id: string; at: Date; data: EventData }
  | {
      kind: 'message';
      id: string;
      at: Date;
      data: { author: 'shopper' | 'agent' | 'system'; channel: 'web' | 'whatsapp'; content: MessageContent };
    }
  | { kind: 'score'; id: string; at: Date; data: ScoreData }
  | { kind: 'merge'; id: string; at: Date; data: null }
  | { kind: 'note'; id: string; at: Date; data: { text: string; author: string } };

type EventData = {
  name: JourneyEventName;
  source: JourneySource;
  page_url: string | null;
  page_title: string | null;
  properties: Record<string, unknown>;
};
type ScoreData = {
  score_from: number;
  score_to: number;
  stage_from: Stage | null;
  stage_to: Stage;
  became_hot: boolean;
  reasons: LeadReason[];
};

type Query = { show?: TimelineFilter | undefined; cursor?: string | undefined; limit: number };

const EVENTS_OF: Record<TimelineFilter, readonly string[]> = {
  pages: ['page_viewed', 'collection_viewed', 'product_searched', 'link_clicked', 'button_clicked', 'form_submitted'],
  products: ['product_viewed', 'product_clicked', 'wishlist_item_added'],
  carts: [
    'cart_item_added',
    'cart_item_removed',
    'cart_viewed',
    'checkout_started',
    'checkout_contact_submitted',
    'payment_info_entered',
  ],
  chats: ['chat_opened', 'call_clicked', 'ad_clicked'],
  'quotes-orders': [
    'quote_requested',
    'quote_created',
    'quote_sent',
    'quote_viewed',
    'quote_expiring',
    'quote_accepted',
    'quote_rejected',
    'quote_expired',
    'order_placed',
    'order_paid',
    'order_status_changed',
    'order_refunded',
    'shipment_status_changed',
    'appointment_booked',
  ],
  scores: [],
};

/**
 * What happened with a customer, newest first: events of all their subjects, messages, changes of the score, merges, notes. Each kind is read from
 * its own index and no further than the page needs, so that the length of the rest costs nothing.
 */
export async function readTimeline(
  tx: MerchantTx,
  customerId: string,
  subjectIds: readonly string[],
  { show, cursor, limit }: Query,
): Promise<{ rows: TimelineRow[]; next: string | null }> {
  const before = cursor ? parseCursor(cursor) : null;
  const subjects = sql`${`{${subjectIds.join(',')}}`}::uuid[]`;
  const older = (at: SQL, id: SQL) =>
    before ? sql`and (${at}, ${id}) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``;
  const most = limit + 1;
  const isShown = (kind: TimelineFilter) => !show || show === kind;
  const parts: SQL[] = [];
  if (show !== 'scores') {
    const named = show ? sql`and name = any(${`{${EVENTS_OF[show].join(',')}}`}::text[])` : sql``;
    parts.push(sql`
      select 'event', e.id, e.occurred_at, json_build_object('name', e.name, 'source', e.source, 'page_url', e.page_url,
        'page_title', e.page_title, 'properties', e.properties)
      from unnest(${subjects}) s (id) cross join lateral (
        select * from customer_journey_events v where v.merchant_id = ${tx.merchantId} and v.subject_id = s.id ${named}
          ${older(sql`v.occurred_at`, sql`v.id`)} and not ${isToldByTheShop(tx, subjects)}
        order by v.occurred_at desc, v.id desc limit ${most}) e`);
  }
  if (isShown('chats')) {
    parts.push(sql`
      select 'message', m.id, m.created_at, json_build_object('author', m.author, 'channel', m.channel, 'content', m.content)
      from whatsapp_conversations c cross join lateral (
        select * from whatsapp_messages w where w.merchant_id = ${tx.merchantId} and w.conversation_id = c.id
          ${older(sql`w.created_at`, sql`w.id`)}
        order by w.created_at desc, w.id desc limit ${most}) m
      where c.merchant_id = ${tx.merchantId} and c.customer_id = ${customerId} and c.merged_into is null`);
  }
  if (isShown('scores')) {
    parts.push(sql`
      select 'score', l.id, l.created_at, row_to_json(l) from (
        select id, created_at, score_from, score_to, stage_from, stage_to, became_hot, reasons from lead_score_changes
        where merchant_id = ${tx.merchantId} and customer_id = ${customerId} ${older(sql`created_at`, sql`id`)}
        order by created_at desc, id desc limit ${most}) l`);
  }
  if (!show) {
    parts.push(sql`
      select 'note', id, created_at, json_build_object('text', text, 'author', author) from customer_notes
      where merchant_id = ${tx.merchantId} and customer_id = any(${subjects}) ${older(sql`created_at`, sql`id`)}
      order by created_at desc, id desc limit ${most}`);
    parts.push(sql`
      select 'merge', id, created_at, null::json from customer_merges
      where merchant_id = ${tx.merchantId} and into_customer_id = ${customerId} ${older(sql`created_at`, sql`id`)}`);
  }
  const found = sql.join(
    parts.map(part => sql`(${part})`),
    sql` union all `,
  );
  const rows = await tx.execute<{ kind: string; id: string; moment: string; data: unknown }>(sql`
    select kind, id, ${exactMoment(sql`at`)} as moment, data from (${found}) found (kind, id, at, data)
    order by at desc, id desc limit ${most}`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map(toTimelineRow), next: rows.length > limit ? formatCursor(last!) : null };
}

const toTimelineRow = ({ kind, id, moment, data }: { kind: string; id: string; moment: string; data: unknown }) =>
  ({
    kind,
    id,
    at: new Date(moment),
    data: typeof data === 'string' ? (JSON.parse(data) as unknown) : data,
  }) as TimelineRow;

/** What a browser says of an order or a request is left out where the shop's own books have it. */
const isToldByTheShop = (tx: MerchantTx, subjects: SQL) => sql`(
  v.source = 'web' and v.name in ('order_placed', 'quote_requested') and (
    exists (select from orders o where o.merchant_id = ${tx.merchantId} and o.subject_id = any(${subjects})
      and o.number = v.properties->>'number')
    or exists (select from quotes q where q.merchant_id = ${tx.merchantId} and q.subject_id = any(${subjects})
      and q.number = v.properties->>'number')))`;

const formatCursor = ({ moment, id }: { moment: string; id: string }) =>
  Buffer.from(`${moment} ${id}`).toString('base64url');

const CURSOR = /^(\S+) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function parseCursor(cursor: string): { at: string; id: string } {
  const [, at = '', id = ''] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (!isExactMoment(at)) throw new BadCursor();
  return { at, id };
}
