import { type DeliveryList, type DeliveryListQuery, MOST_COUNTED, type SendingState } from '../../contract/delivery.ts';
import { countQueued, countTroubles, type ListedDelivery, listDeliveries } from '../db/delivery-list.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { PRIORITY } from '../db/sends.ts';
import { listNumberStops } from '../db/whatsapp-numbers.ts';
import { DAY } from '../domain/duration.ts';
import { explainError } from '../whatsapp/error-classes.ts';
import { preview } from './message-preview.ts';

/** Deliveries that somebody may want to look at, each with its past and what can be done. @throws BadCursor */
export async function readDeliveries(tx: MerchantTx, query: DeliveryListQuery): Promise<DeliveryList> {
  const { rows, next } = await listDeliveries(tx, query);
  return { deliveries: rows.map(toRow), next };
}

function toRow(row: ListedDelivery): DeliveryList['deliveries'][number] {
  const error = row.state === 'failed' ? { code: row.error_code, title: row.error_title ?? '' } : null;
  const { waits_for: reason, waits_until: until } = row;
  const waits = reason && until ? { for: reason, until: new Date(until).toISOString() } : null;
  const at = new Date(row.at).toISOString();
  return {
    id: row.id,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    customer: { id: row.customer_id, name: row.full_name, phone: row.phone },
    from: row.display_phone,
    purpose: row.purpose,
    preview: preview(row.content),
    delivery: { state: row.state, at, error, purpose: row.purpose, round: row.history.length, waits },
    attempts: row.attempt,
    history: row.history,
    advice: adviceOf(row),
  };
}

const HELD = 'WhatsApp never said whether it arrived. Ask the customer, or send it again: then it may arrive twice.';

function adviceOf({ state, error_code: code }: ListedDelivery): string | null {
  if (state === 'held') return HELD;
  return state === 'failed' && code !== null ? explainError(code, 400).advice : null;
}

/** How sending stands at `now`, number by number. */
export async function readSending(tx: MerchantTx, now: Date): Promise<SendingState> {
  const numbers = await listNumberStops(tx);
  const [queued, troubles] = await Promise.all([
    countQueued(tx, MOST_COUNTED),
    countTroubles(tx, new Date(now.getTime() - DAY), MOST_COUNTED),
  ]);
  const of = (numberId: string, priority: number) =>
    queued.find(row => row.number_id === numberId && row.priority === priority)?.queued ?? 0;
  return {
    held: troubles.held,
    failedToday: troubles.failed,
    numbers: numbers.map(({ id, displayPhone, sending, ...stop }) => ({
      id,
      displayPhone,
      sending,
      stop: sending === 'on' ? null : toStop(stop),
      queued: {
        reply: of(id, PRIORITY.reply),
        transactional: of(id, PRIORITY.transactional),
        marketing: of(id, PRIORITY.marketing),
      },
    })),
  };
}

type Stop = Omit<Awaited<ReturnType<typeof listNumberStops>>[number], 'id' | 'displayPhone' | 'sending'>;

const toStop = ({ stopCode: code, stopReason, stoppedAt, resumesAt }: Stop) => ({
  code,
  reason: stopReason ?? '',
  advice: code === null ? null : explainError(code, 400).advice,
  at: (stoppedAt ?? new Date(0)).toISOString(),
  resumesAt: resumesAt?.toISOString() ?? null,
});
