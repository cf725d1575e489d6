import type { Context } from '../../services/context.ts';
import { expireQuote } from '../../services/expire-quote.ts';
import { giveUpWebhookPart } from '../../services/give-up-webhook-part.ts';
import { processCommercePart } from '../../services/process-commerce-part.ts';
import type { Handler } from '../worker.ts';

/** Works on one thing that a shop told. */
export const readCommerce = (context: Omit<Context, 'now'>, receiptKey: Buffer): Handler => ({
  async work(job, now) {
    await processCommercePart({ ...context, now }, receiptKey, job.merchantId, job.ref);
    return { retryAt: null };
  },
  giveUp: (job, now) => giveUpWebhookPart({ ...context, now }, job.merchantId, job.ref),
});

/** Looks at a quote when its end draws near, and at its end. */
export const watchQuote = (context: Omit<Context, 'now'>): Handler => ({
  work: async (job, now) => ({ retryAt: await expireQuote({ ...context, now }, job.merchantId, job.ref) }),
  giveUp: async () => {},
});
