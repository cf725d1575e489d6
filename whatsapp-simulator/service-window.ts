const SERVICE_WINDOW_MS = 24 * 60 * 60 * 1000;

/** Free-form messages are allowed for 24 hours after the customer's last message; at exactly 24 hours no longer. */
export function isWindowOpen(lastInboundAt: Date | null, now: Date): boolean {
  return lastInboundAt !== null && now.getTime() - lastInboundAt.getTime() < SERVICE_WINDOW_MS;
}
