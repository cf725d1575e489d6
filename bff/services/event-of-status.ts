import type { DeliveryEvent } from '../domain/delivery-state.ts';
import type { StatusEvent } from '../whatsapp/status-event.ts';

/** What a status of WhatsApp's says of a delivery; null: nothing that we know. */
export function eventOfStatus({ state, at, errors: [error] }: StatusEvent): DeliveryEvent | null {
  if (state === null) return null;
  if (state !== 'failed' || !error) return { state, at };
  return { state, at, error: { code: error.code, title: error.details ?? error.title } };
}
