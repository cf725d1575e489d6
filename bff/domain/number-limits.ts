/** Messages a second of a number (Meta, "Throughput"). */
const THROUGHPUT: Record<string, number> = { STANDARD: 80, HIGH: 1000 };
/** Of one that is used in the WhatsApp Business app, too. */
const ON_PHONE = 20;

/** Messages a second; null when Meta says nothing that we know. */
export function throughputOf(level: string | null, isOnPhone: boolean): number | null {
  if (isOnPhone) return ON_PHONE;
  return (level && THROUGHPUT[level]) || null;
}

/** What a row can hold. */
const MOST_PEOPLE = 2 ** 31 - 1;

/** `limit` null: there is none. */
export type MessagingLimit = { limit: number | null };

/**
 * How many different people a portfolio may write to first in 24 hours, from `TIER_2K`, `2000`, `-1` …; undefined when that says
 * nothing (`TIER_NOT_SET`), so that what was known stays.
 */
export function messagingLimitOf(told: string | null | undefined): MessagingLimit | undefined {
  const [, digits, thousands] = /^(?:TIER_)?(\d{1,7})(K?)$/.exec(told ?? '') ?? [];
  if (digits) {
    const limit = Number(digits) * (thousands ? 1000 : 1);
    return limit > 0 && limit <= MOST_PEOPLE ? { limit } : undefined;
  }
  return told === 'TIER_UNLIMITED' || told === '-1' ? { limit: null } : undefined;
}
