import type { Context } from '../../services/context.ts';
import { giveUpWebhookPart } from '../../services/give-up-webhook-part.ts';
import { processStatuses } from '../../services/process-statuses.ts';
import { giveUpHeadOfLine, processWebhookLine, processWebhookLines } from '../../services/process-webhook-lines.ts';
import type { Handler } from '../worker.ts';

/** Works on what waits in lines of WhatsApp's webhooks. */
export const readWebhook = (context: Omit<Context, 'now'>, referenceKey: Buffer): Handler => ({
  async work({ merchantId, ref }, now) {
    const isToReturn = await processWebhookLine({ ...context, now }, { merchantId, referenceKey }, ref);
    return { retryAt: isToReturn ? now : null };
  },
  async workTogether(jobs, now) {
    const place = { merchantId: jobs[0].merchantId, referenceKey };
    const lines = await processWebhookLines(
      { ...context, now },
      place,
      jobs.map(({ ref }) => ref),
    );
    return jobs.filter(({ ref }) => lines.includes(ref));
  },
  giveUp: (job, now) => giveUpHeadOfLine({ ...context, now }, job.merchantId, job.ref),
  returnsAfter: 0,
});

/** Works on statuses, a merchant's together. */
export const readStatuses = (context: Omit<Context, 'now'>): Handler => ({
  async work(job, now) {
    await processStatuses({ ...context, now }, job.merchantId, [job.ref]);
    return { retryAt: null };
  },
  async workTogether([first, ...rest], now) {
    await processStatuses(
      { ...context, now },
      first.merchantId,
      [first, ...rest].map(({ ref }) => ref),
    );
    return [];
  },
  giveUp: (job, now) => giveUpWebhookPart({ ...context, now }, job.merchantId, job.ref),
});
