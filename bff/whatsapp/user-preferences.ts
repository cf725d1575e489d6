import type { Sender } from './inbound-message.ts';
import { idOf, type JsonObject, listOf, stampOf, textOf } from './json.ts';
import { type Cards, cardsIn, profileNameOf, waIdOf } from './people.ts';

/** What somebody set in WhatsApp itself about a business's offers (Meta, Webhooks, "user_preferences"). */
export type UserPreference = {
  from: Sender;
  /** `signup`: they asked for offers through Meta's own link. */
  value: 'stop' | 'resume' | 'signup';
  at: Date;
  /** Meta's sentence about it. */
  detail: string | null;
  signupId: string | null;
};

const VALUES = ['stop', 'resume', 'signup'] as const;

/** Reads the value of a `user_preferences` notice; what names nobody, or is about something else, is left out. */
export function userPreferences(value: JsonObject, receivedAt: Date): UserPreference[] {
  const cards = cardsIn(value.contacts);
  return listOf(value.user_preferences).flatMap(item => {
    const told = VALUES.find(known => known === item.value);
    const from = whoOf(item, cards);
    if (!told || item.category !== 'marketing_messages' || (!from.waId && !from.bsuid)) return [];
    const at = stampOf(item.timestamp, receivedAt);
    return [{ from, value: told, at, detail: textOf(item.detail) ?? null, signupId: idOf(item.signup_id) ?? null }];
  });
}

/** A card belongs to somebody only by their id: cards and items come in any order. */
function whoOf(item: JsonObject, cards: Cards): Sender {
  const [waId, bsuid] = [waIdOf(item.wa_id), idOf(item.user_id)];
  const card = cards.of({ waId, bsuid });
  return {
    waId: waId ?? waIdOf(card?.wa_id),
    bsuid: bsuid ?? idOf(card?.user_id),
    parentBsuid: idOf(item.parent_user_id) ?? idOf(card?.parent_user_id),
    profileName: profileNameOf(card),
  };
}
