import type { Tier } from './accounts.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** People whom a portfolio may write to first within any 24 hours. */
export const PEOPLE: Record<Tier, number> = {
  TIER_250: 250,
  TIER_2K: 2_000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
  TIER_UNLIMITED: Number.POSITIVE_INFINITY,
};

/** Whom each portfolio wrote to outside the service window in the last 24 hours. */
export class PortfolioLimits {
  /** By portfolio: each person, with when they were written to last. The oldest come first. */
  readonly #people = new Map<string, Map<string, number>>();

  /** Counts one person, anew with each message. False when the limit is reached and this would be one more. */
  count(portfolio: string, person: string, tier: Tier, now: Date): boolean {
    const people = this.#people.get(portfolio) ?? new Map<string, number>();
    this.#people.set(portfolio, people);
    for (const [each, since] of people) {
      if (now.getTime() - since < DAY_MS) break;
      people.delete(each);
    }
    if (!people.delete(person) && people.size >= PEOPLE[tier]) return false;
    people.set(person, now.getTime());
    return true;
  }

  clear() {
    this.#people.clear();
  }
}
