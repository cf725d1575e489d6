import { withMerchant } from '../../db/merchant-tx.ts';
import type { Context } from '../../services/context.ts';
import { type DeliveryTools, deliverWebhook, giveUpWebhook } from '../../services/deliver-webhook.ts';
import type { Handler } from '../worker.ts';

/** Tells merchants' endpoints what rules have to tell them. */
export const tellEndpoint = (context: Omit<Context, 'now'>, tools: DeliveryTools): Handler => ({
  work: async (job, now) => ({ retryAt: await deliverWebhook({ ...context, now }, tools, job.merchantId, job.ref) }),
  giveUp: (job, now) => withMerchant(context.db, job.merchantId, tx => giveUpWebhook(tx, job.ref, now)),
});
