import type { LaneRow } from '../db/lanes.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { readPortfolioUsage } from '../db/send-limits.ts';
import type { WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { recovered } from '../domain/lane-pace.ts';
import { COUNTED_FOR, roomAgainAt, USAGE_STEP } from '../domain/messaging-limit.ts';
import type { Limits } from '../domain/send-limits.ts';

/** Until the portfolio is known its account stands in for it. */
export const portfolioOf = ({ portfolioId, wabaId }: WhatsAppNumber): string => portfolioId ?? wabaId;

/** What is left of a number's limits at `now`. */
export async function readLimits(tx: MerchantTx, lane: LaneRow, number: WhatsAppNumber, now: Date): Promise<Limits> {
  const { messagingLimit, throughput } = number;
  const pace = recovered({ nextAt: lane.nextAt, perSecond: lane.pace }, lane.servedAt, throughput, now);
  const limits = { pace, marketingOpenAt: lane.marketingOpenAt, messagingLimit };
  if (messagingLimit === null) return { ...limits, used: 0, roomAgainAt: now };
  const countedSince = new Date(now.getTime() - COUNTED_FOR - USAGE_STEP);
  const { used, oldestStep } = await readPortfolioUsage(tx, portfolioOf(number), countedSince);
  return { ...limits, used, roomAgainAt: roomAgainAt(oldestStep ?? now, now) };
}
