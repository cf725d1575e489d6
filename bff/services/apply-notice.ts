import type { MerchantTx } from '../db/merchant-tx.ts';
import { NEWS_FIELDS } from '../whatsapp/account-news.ts';
import type { JsonObject } from '../whatsapp/json.ts';
import type { WebhookPart } from '../whatsapp/webhook-events.ts';
import { applyAccountNotice } from './apply-account-notice.ts';
import { applyCalls } from './apply-calls.ts';
import { applyUserPreferences } from './apply-user-preferences.ts';
import { type Effect, IGNORED } from './effect.ts';

/** What Meta tells that is neither a message nor a status. `value` is as it came: nothing of it is certain. */
export type Notice = Pick<WebhookPart, 'wabaId' | 'phoneNumberId'> & { value: JsonObject };

type Apply = (tx: MerchantTx, notice: Notice, now: Date) => Promise<Effect>;

/** Who acts on it, by Meta's name of the field. What is not here is kept, readable, and changes nothing. */
const NOTICES: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['user_preferences', applyUserPreferences],
  ['calls', applyCalls],
  ...NEWS_FIELDS.map(field => [field, applyAccountNotice(field)] as const),
]);

/** Acts on a notice, if anybody does. Notices come twice and in any order, so each is idempotent. */
export const applyNotice = (tx: MerchantTx, field: string, notice: Notice, now: Date): Promise<Effect> =>
  NOTICES.get(field)?.(tx, notice, now) ?? Promise.resolve(IGNORED);
