import { HOUR, MINUTE } from './duration.ts';

/**
 * WhatsApp's customer service window: free text may be sent for 24 hours after the customer's last message to the number that it goes
 * from (Meta, Cloud API, "Customer service windows").
 */
export const SERVICE_WINDOW = 24 * HOUR;

/** We close it this much earlier: a message needs time to reach Meta, and clocks differ. */
export const SAFETY_MARGIN = 2 * MINUTE;

/**
 * The first instant at which free text is no longer sent.
 * @param lastInboundAt when the customer last wrote to that number, by WhatsApp's stamp on the message, not by its arrival here; null: never
 */
export function closesAt(lastInboundAt: Date | null): Date | null {
  return lastInboundAt && new Date(lastInboundAt.getTime() + SERVICE_WINDOW - SAFETY_MARGIN);
}

/** May free text be sent at `now`? A stamp that lies in the future counts as written now. */
export function isWindowOpen(lastInboundAt: Date | null, now: Date): boolean {
  const end = closesAt(lastInboundAt);
  return end !== null && now < end;
}
