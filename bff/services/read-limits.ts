import type { LaneRow } from '../db/lanes.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { readPortfolioUsage } from '../db/portfolio-usage.ts';
import type { WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { recovered } from '../domain/lane-pace.ts';
import { countedSince, roomAgainAt } from '../domain/messaging-limit.ts';
import type { Limits } from '../domain/send-limits.ts';

/** Until the portfolio is known its account stands in for it. */
export const portfolioOf = ({ portfolioId, wabaId }: WhatsAppNumber): string => portfolioId ?? wabaId;

/** `begun`: how many people the portfolio had ever begun to write to when `used` was read. */
export type LimitsRead = Limits & { begun: number };

/** What is left of a number's limits at `now`. */
export async function readLimits(
  tx: MerchantTx,
  lane: LaneRow,
  number: WhatsAppNumber,
  now: Date,
): Promise<LimitsRead> {
  const { messagingLimit, throughput } = number;
  const pace = recovered({ nextAt: lane.nextAt, perSecond: lane.pace }, lane.servedAt, throughput, now);
  const limits = { pace, marketingOpenAt: lane.marketingOpenAt, messagingLimit };
  if (messagingLimit === null) return { ...limits, used: 0, roomAgainAt: now, begun: 0 };
  const { used, oldestStep, begun } = await readPortfolioUsage(tx, portfolioOf(number), countedSince(now));
  return { ...limits, used, roomAgainAt: roomAgainAt(oldestStep ?? now, now), begun };
}
