import { errorCodeOf, idOf, type JsonObject, listOf, objectOf, stampOf, textOf } from './json.ts';
import { waIdOf } from './people.ts';

const STATES = ['sent', 'delivered', 'read', 'played', 'failed'] as const;

export type StatusError = { code: number | null; title: string; details?: string | undefined };

/** What WhatsApp says about a message of ours (Meta, Webhooks, "statuses"). They come late, twice and out of order. */
export type StatusEvent = {
  wamid: string;
  /** Null: a status that we do not know (old documents name `deleted` and `warning`); it changes nothing. */
  state: (typeof STATES)[number] | null;
  at: Date;
  recipient: { waId?: string | undefined; bsuid?: string | undefined };
  /** Our own id, as we gave it in `biz_opaque_callback_data`. */
  callbackData?: string | undefined;
  errors: StatusError[];
  pricing?: { type?: string | undefined; category?: string | undefined; model?: string | undefined } | undefined;
};

/** Reads one element of `statuses[]`; undefined when it names no message or no status. */
export function statusEvent(status: JsonObject, receivedAt: Date): StatusEvent | undefined {
  const wamid = idOf(status.id);
  if (!wamid || !idOf(status.status)) return undefined;
  return {
    wamid,
    state: STATES.find(state => state === status.status) ?? null,
    at: stampOf(status.timestamp, receivedAt),
    recipient: recipientOf(status),
    callbackData: textOf(status.biz_opaque_callback_data),
    errors: listOf(status.errors).map(errorOf),
    pricing: pricingOf(objectOf(status.pricing)),
  };
}

/** Whom a status speaks of, for telling two statuses apart: in a group each participant has their own. */
export function participantOf(status: JsonObject): string {
  return idOf(status.recipient_participant_id) ?? idOf(status.recipient_participant_user_id) ?? '';
}

function recipientOf(status: JsonObject): StatusEvent['recipient'] {
  return status.recipient_type === 'group'
    ? { waId: waIdOf(status.recipient_participant_id), bsuid: idOf(status.recipient_participant_user_id) }
    : { waId: waIdOf(status.recipient_id), bsuid: idOf(status.recipient_user_id) };
}

function errorOf(error: JsonObject): StatusError {
  return {
    code: errorCodeOf(error.code),
    title: textOf(error.title) ?? textOf(error.message) ?? 'Unknown error',
    details: textOf(objectOf(error.error_data)?.details),
  };
}

function pricingOf(pricing: JsonObject | undefined): StatusEvent['pricing'] {
  return (
    pricing && {
      type: textOf(pricing.type),
      category: textOf(pricing.category),
      model: textOf(pricing.pricing_model),
    }
  );
}
