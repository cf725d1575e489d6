import type { Context } from '../../services/context.ts';
import { tellPresence } from '../../services/tell-presence.ts';
import type { Handler } from '../worker.ts';

/** Tells a customer's phone what agents read and write. */
export const showPresence = (context: Omit<Context, 'now'>, tools: Parameters<typeof tellPresence>[1]): Handler => ({
  async work(job, now) {
    await tellPresence({ ...context, now }, tools, job.merchantId, job.ref);
    return { retryAt: null };
  },
  giveUp: async () => {},
});
