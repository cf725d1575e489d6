import { type Ambiguous, type GraphSettings, graphPost, type Refused, type Unreachable } from './graph-request.ts';
import { idOf, type JsonObject, listOf, textOf } from './json.ts';
import type { OutboundBody } from './outbound-body.ts';
import { waIdOf } from './people.ts';

/** A phone's digits as WhatsApp spells them, or the business-scoped id of a user who hides the phone. */
export type Recipient = { waId: string } | { bsuid: string };

/** Accepted means that Meta took it, no more: whether it arrives is told by webhook. */
export type Accepted = {
  kind: 'accepted';
  wamid: string;
  /** How WhatsApp spells the recipient; it may differ from what was sent. */
  waId?: string | undefined;
  bsuid?: string | undefined;
  /** Only for templates, e.g. `held_for_quality_assessment`. */
  messageStatus?: string | undefined;
};

export type SendOutcome = Accepted | Refused | Ambiguous | Unreachable;

type Caller = { phoneNumberId: string; accessToken: string };

type SendRequest = Caller & {
  to: Recipient;
  body: OutboundBody;
  quotes?: string | undefined;
  callbackData: string;
  mayWrite?: () => boolean;
};

export type CloudApi = {
  /**
   * Sends one message (Meta, Cloud API, "Messages"). There is no idempotency key: after `ambiguous` only a webhook tells.
   * @param quotes the wamid of the message that it answers
   * @param callbackData at most 512 characters; every status webhook of this message repeats it
   * @param mayWrite asked at the last moment before the first byte is written; no: `unreachable`
   */
  sendMessage(request: SendRequest): Promise<SendOutcome>;
  /**
   * Shows the customer that this message, and all before it, were read.
   * @param typing also shows "typing…", until the answer or for 25 seconds
   */
  markRead(
    request: Caller & { wamid: string; typing?: boolean },
  ): Promise<{ kind: 'done' } | Refused | Ambiguous | Unreachable>;
};

/** A client of Meta's Cloud API. It never throws and never logs. */
export function cloudApi(settings: GraphSettings): CloudApi {
  const post = ({ phoneNumberId, accessToken }: Caller, body: JsonObject, mayWrite?: () => boolean) =>
    graphPost(settings, {
      path: `${encodeURIComponent(phoneNumberId)}/messages`,
      accessToken,
      body: { messaging_product: 'whatsapp', ...body },
      mayWrite,
    });

  return {
    async sendMessage(request) {
      const answer = await post(request, messageBody(request), request.mayWrite);
      return answer.kind === 'answered' ? acceptedOf(answer.body) : answer;
    },

    async markRead(request) {
      const typing = request.typing ? { typing_indicator: { type: 'text' } } : {};
      const answer = await post(request, { status: 'read', message_id: request.wamid, ...typing });
      return answer.kind === 'answered' ? { kind: 'done' } : answer;
    },
  };
}

function messageBody({ to, body, quotes, callbackData }: SendRequest): JsonObject {
  return {
    recipient_type: 'individual',
    // Without the plus Meta would put the business number's own country code in front.
    ...('waId' in to ? { to: `+${to.waId}` } : { recipient: to.bsuid }),
    ...body,
    ...(quotes ? { context: { message_id: quotes } } : {}),
    biz_opaque_callback_data: callbackData,
  };
}

function acceptedOf(body: JsonObject): Accepted | Ambiguous {
  const [message] = listOf(body.messages);
  const [contact] = listOf(body.contacts);
  const wamid = idOf(message?.id);
  if (!wamid) return { kind: 'ambiguous', reason: 'an answer without a message id' };
  return {
    kind: 'accepted',
    wamid,
    waId: waIdOf(contact?.wa_id),
    bsuid: idOf(contact?.user_id),
    messageStatus: textOf(message?.message_status),
  };
}
