const ECHOED = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/(\d{1,9}))?$/;

/** `attempt`: which one carried it, from 1; null where it does not say. */
export type Echo = { deliveryId: string; attempt: number | null };

/** What Meta's echo of `biz_opaque_callback_data` names: `{deliveryId}`, or `{deliveryId}/{attempt}`. Null: it is not ours. */
export function readEcho(callbackData: string | undefined): Echo | null {
  const [, deliveryId, attempt] = ECHOED.exec(callbackData ?? '') ?? [];
  return deliveryId ? { deliveryId, attempt: attempt ? Number(attempt) : null } : null;
}
