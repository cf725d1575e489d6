import type { MessageContent } from '../../contract/message.ts';
import { idOf, type JsonObject, objectOf, stampOf, textOf } from './json.ts';
import { contentOf, NUMBER_CHANGES } from './message-content.ts';
import { type Cards, profileNameOf, waIdOf } from './people.ts';

/** Who wrote. A phone may be hidden; without any of the ids nobody can be named. */
export type Sender = {
  /** The phone's digits as WhatsApp knows them: an answer goes to exactly these. */
  waId?: string | undefined;
  /** The user's id for this business portfolio, e.g. `US.13491208655302741918`. */
  bsuid?: string | undefined;
  parentBsuid?: string | undefined;
  username?: string | undefined;
  profileName?: string | undefined;
};

export type InboundMessage = {
  wamid: string;
  sentAt: Date;
  from: Sender;
  content: MessageContent;
  /** Meta's own word for the type. */
  rawType: string;
  /** The message that this one quotes. */
  contextWamid?: string | undefined;
  /** The message that a reaction belongs to, or that was changed or deleted. */
  concerns?: string | undefined;
  /** The file, by Meta's id; `sha256` is what Meta says its digest is, in hex or base64. */
  media?: { metaId: string; sha256?: string | undefined } | undefined;
  /** Set when it was written in a group. */
  groupId?: string | undefined;
  /** The advertisement or post through which the user came (Meta, Webhooks, "referral"), as sent. */
  referral?: JsonObject | undefined;
  /** A change that WhatsApp itself tells of, e.g. `user_changed_number`. */
  system?: { type: string; newWaId?: string | undefined; newBsuid?: string | undefined } | undefined;
};

/** The file that a message brings, by Meta's id of it. */
function mediaOf(message: JsonObject): InboundMessage['media'] {
  const type = textOf(message.type);
  const file = type && FILE_TYPES.has(type) ? objectOf(message[type]) : undefined;
  const metaId = idOf(file?.id);
  return metaId ? { metaId, sha256: textOf(file?.sha256) } : undefined;
}

const FILE_TYPES = new Set(['image', 'video', 'audio', 'document', 'sticker']);

const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** Reads one element of `messages[]`; undefined when it has no id, and so could not be told from another. `contact`: its sender's card. */
export function inboundMessage(
  message: JsonObject,
  contact: JsonObject | undefined,
  receivedAt: Date,
): InboundMessage | undefined {
  const wamid = idOf(message.id);
  if (!wamid) return undefined;
  return {
    wamid,
    sentAt: stampOf(message.timestamp, receivedAt),
    from: senderOf(message, contact),
    content: contentOf(message),
    rawType: textOf(message.type) ?? 'unknown',
    contextWamid: idOf(objectOf(message.context)?.id),
    concerns:
      idOf(objectOf(message.reaction)?.message_id) ??
      idOf(objectOf(message.edit)?.original_message_id) ??
      idOf(objectOf(message.revoke)?.original_message_id),
    media: mediaOf(message),
    groupId: idOf(message.group_id),
    referral: objectOf(message.referral),
    system: systemOf(objectOf(message.system)),
  };
}

/** The card of a message's sender. A message that comes alone and names nobody is of whom its only card names. */
export function contactOf(message: JsonObject, cards: Cards, isAlone: boolean): JsonObject | undefined {
  const address = addressOf(message);
  if (address.waId ?? address.bsuid) return cards.of(address);
  return isAlone ? cards.only : undefined;
}

function senderOf(message: JsonObject, contact: JsonObject | undefined): Sender {
  const { waId, bsuid } = addressOf(message);
  const profile = objectOf(contact?.profile);
  return {
    waId: waId ?? waIdOf(contact?.wa_id),
    bsuid: bsuid ?? idOf(contact?.user_id),
    parentBsuid: idOf(message.from_parent_user_id) ?? idOf(contact?.parent_user_id),
    username: idOf(profile?.username),
    profileName: profileNameOf(contact),
  };
}

/** `from` is the phone; where it is hidden, some payloads put the business-scoped user id there. */
function addressOf(message: JsonObject): { waId: string | undefined; bsuid: string | undefined } {
  const from = idOf(message.from);
  const misplaced = from && BSUID.test(from) ? from : undefined;
  return { waId: waIdOf(from), bsuid: idOf(message.from_user_id) ?? misplaced };
}

function systemOf(system: JsonObject | undefined): InboundMessage['system'] {
  const type = textOf(system?.type);
  if (!type) return undefined;
  // Others name people, too: whose key has changed, or who knows what tomorrow.
  if (!NUMBER_CHANGES.has(type)) return { type };
  return { type, newWaId: waIdOf(system?.new_wa_id) ?? waIdOf(system?.wa_id), newBsuid: idOf(system?.user_id) };
}
