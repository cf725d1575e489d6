import { HOUR } from '../../domain/duration.ts';
import type { Context } from '../../services/context.ts';
import { followNumber } from '../../services/follow-number.ts';
import type { MetaTools } from '../../services/whatsapp-app.ts';
import type { Handler } from '../worker.ts';

/** Asks Meta how a number is, again and again while it is connected. */
export const watchNumber = (context: Omit<Context, 'now'>, tools: Pick<MetaTools, 'sealer' | 'numbers'>): Handler => ({
  work: async (job, now) => ({ retryAt: await followNumber({ ...context, now }, tools, job.merchantId, job.ref) }),
  giveUp: async () => {},
  returnsAfter: HOUR,
});
