import type { Context } from '../../services/context.ts';
import { giveUpDelivery } from '../../services/give-up-delivery.ts';
import { hastenFollower } from '../../services/hasten-follower.ts';
import { sendDelivery } from '../../services/send-delivery.ts';
import type { Handler } from '../worker.ts';

/** Sends one message of the ledger, and lets the next one of its conversation go. */
export const deliver = (context: Omit<Context, 'now'>, tools: Parameters<typeof sendDelivery>[1]): Handler => ({
  async work(job, now) {
    const settled = await sendDelivery({ ...context, now }, tools, job.merchantId, job.ref);
    if (!settled.retryAt) await hastenFollower({ ...context, now }, job.merchantId, job.ref);
    return settled;
  },
  async giveUp(job, now) {
    await giveUpDelivery({ ...context, now }, job.merchantId, job.ref);
    await hastenFollower({ ...context, now }, job.merchantId, job.ref);
  },
});
