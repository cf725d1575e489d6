import type { Context } from '../../services/context.ts';
import { giveUpWebhookPart } from '../../services/give-up-webhook-part.ts';
import { processWebhookPart } from '../../services/process-webhook-part.ts';
import type { Handler } from '../worker.ts';

/** Works on one part of a webhook that was stored. */
export const readWebhook = (context: Omit<Context, 'now'>, referenceKey: Buffer): Handler => ({
  async work(job, now) {
    await processWebhookPart({ ...context, now }, referenceKey, job.merchantId, job.ref);
    return { retryAt: null };
  },
  giveUp: (job, now) => giveUpWebhookPart({ ...context, now }, job.merchantId, job.ref),
});
