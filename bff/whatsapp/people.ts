import { matchKey } from '../domain/phone-match.ts';
import { idOf, type JsonObject, listOf, objectOf, textOf } from './json.ts';
import { isLong } from './lean.ts';

/** Digits of a phone with its country code. */
export function waIdOf(value: unknown): string | undefined {
  return /^\+?(\d{5,20})$/.exec(textOf(value) ?? '')?.[1];
}

/** WhatsApp's own limit is far below; people are listed by it, and an index row has room for little more. */
const LONGEST_NAME = 200;

export const profileNameOf = (card: JsonObject | undefined): string | undefined =>
  textOf(objectOf(card?.profile)?.name)?.slice(0, LONGEST_NAME).toWellFormed();

/** The cards that come with messages, by whom they are of: they are not aligned with the messages. */
export type Cards = {
  of(address: { waId: string | undefined; bsuid: string | undefined }): JsonObject | undefined;
  /** The card, where there is one only. */
  only: JsonObject | undefined;
  /** Some of them say more than is handed out here. */
  areShortened: boolean;
};

function lean(card: JsonObject): JsonObject {
  if (!isLong(card)) return card;
  const profile = { name: profileNameOf(card), username: idOf(objectOf(card.profile)?.username) };
  return { wa_id: idOf(card.wa_id), user_id: idOf(card.user_id), parent_user_id: idOf(card.parent_user_id), profile };
}

/** Reads each card once, however many people are looked for: a body may hold thousands of both. */
export function cardsIn(contacts: unknown): Cards {
  const told = listOf(contacts);
  const cards = told.map(lean);
  const [byPhone, byId, byForm] = [
    new Map<string, JsonObject>(),
    new Map<string, JsonObject>(),
    new Map<string, JsonObject>(),
  ];
  // Of several cards of one person the first counts.
  for (const card of cards.toReversed()) {
    const [waId, bsuid] = [waIdOf(card.wa_id), idOf(card.user_id)];
    if (waId) byPhone.set(waId, card);
    if (waId) byForm.set(matchKey(waId), card);
    if (bsuid) byId.set(bsuid, card);
  }
  return {
    of: ({ waId, bsuid }) =>
      (waId === undefined ? undefined : byPhone.get(waId)) ??
      (bsuid === undefined ? undefined : byId.get(bsuid)) ??
      // A card may spell the phone in its country's other form.
      (waId === undefined ? undefined : byForm.get(matchKey(waId))),
    only: cards.length === 1 ? cards[0] : undefined,
    areShortened: cards.some((card, n) => card !== told[n]),
  };
}
