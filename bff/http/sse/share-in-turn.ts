/**
 * Callers who ask for the same thing in the same turn of the event loop share one call: a wake-up wakes all screens of a merchant
 * at once. Whoever asks after the call began gets one of their own, since what woke them may be newer.
 */
export function shareInTurn<T>(call: (merchantId: string, after: number, atMost: number) => Promise<T>) {
  const waiting = new Map<string, Promise<T>>();
  return (merchantId: string, after: number, atMost: number): Promise<T> => {
    const key = `${merchantId}:${after}:${atMost}`;
    const shared =
      waiting.get(key) ??
      new Promise<void>(resolve => setImmediate(resolve)).then(() => {
        waiting.delete(key);
        return call(merchantId, after, atMost);
      });
    waiting.set(key, shared);
    return shared;
  };
}
