import type { MerchantTx } from '../db/merchant-tx.ts';
import { isAboutNumber } from '../domain/send-reaction.ts';
import { explainError } from '../whatsapp/error-classes.ts';
import type { Wakes } from './effect.ts';
import { reactToFailures } from './react-to-failure.ts';
import type { Changed, NewDeliveryEvent } from './record-delivery-events.ts';

/** Whoever tells a screen has the merchant's counter, and must not wait for a number then: the numbers that these stop are locked first. */
export function stopsNumber({ event }: NewDeliveryEvent): boolean {
  const code = event.state === 'failed' ? (event.error?.code ?? null) : null;
  return code !== null && isAboutNumber({ kind: 'refused', code, errorClass: explainError(code, 400).errorClass });
}

/**
 * Meta had accepted them, and says later that they failed: what the class of the error asks for is done as if it had said so at once,
 * but nothing is sent again that may have arrived.
 */
export function reactToLateFailures(tx: MerchantTx, changed: readonly Changed[], now: Date): Promise<Wakes> {
  const failures = changed.flatMap(({ row: { id: deliveryId, state, attempt, errorCode: code } }) => {
    if (state !== 'failed' || code === null) return [];
    const { errorClass, explanation } = explainError(code, 400);
    return [
      {
        deliveryId,
        attempt,
        failure: { kind: 'refused', errorClass, code, isLate: true } as const,
        words: explanation,
      },
    ];
  });
  return reactToFailures(tx, failures, spread, now);
}

/** As good as chance, and the same whenever it is asked: the end of a UUIDv7 is random. */
const spread = (deliveryId: string) => Number.parseInt(deliveryId.slice(-8), 16) / 2 ** 32;
