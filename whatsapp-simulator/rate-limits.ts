const PAIR_INTERVAL_MS = 6_000;
const PAIR_BURST = 45;

/** The two rates Meta keeps per number: throughput in all, and one message per 6 s to the same user. */
export class RateLimits {
  readonly #throughput = new Map<string, { second: number; count: number }>();
  readonly #nextForPair = new Map<string, number>();

  /** Counts one message of this number, in or out. False when this second's share is used up. */
  countMessage(phoneNumberId: string, perSecond: number, now: Date): boolean {
    const second = Math.floor(now.getTime() / 1000);
    const used = this.#throughput.get(phoneNumberId);
    const count = used?.second === second ? used.count + 1 : 1;
    if (count > perSecond) return false;
    this.#throughput.set(phoneNumberId, { second, count });
    return true;
  }

  /** Counts one message to this recipient. A burst of 45 borrows from the future, then 6 s each. */
  countPair(phoneNumberId: string, recipient: string, now: Date): boolean {
    const pair = `${phoneNumberId}/${recipient}`;
    const at = now.getTime();
    const next = Math.max(this.#nextForPair.get(pair) ?? at, at);
    if (next - at > (PAIR_BURST - 1) * PAIR_INTERVAL_MS) return false;
    this.#nextForPair.set(pair, next + PAIR_INTERVAL_MS);
    return true;
  }

  /** The clock was moved: what was counted before means nothing now. */
  clear() {
    this.#throughput.clear();
    this.#nextForPair.clear();
  }
}
