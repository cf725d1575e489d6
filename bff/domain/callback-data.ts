const ECHOED = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/\d{1,9})?$/;

/**
 * The delivery that Meta's echo of `biz_opaque_callback_data` names: `{deliveryId}`, or `{deliveryId}/{attempt}`. Null: it is not ours.
 */
export const deliveryIdOf = (callbackData: string | undefined): string | null =>
  ECHOED.exec(callbackData ?? '')?.[1] ?? null;
