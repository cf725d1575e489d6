import type { Context } from '../../services/context.ts';
import { giveUpDelivery } from '../../services/give-up-delivery.ts';
import { sendDelivery } from '../../services/send-delivery.ts';
import type { Handler } from '../worker.ts';

/** Sends one message of the ledger. */
export const deliver = (context: Omit<Context, 'now'>, tools: Parameters<typeof sendDelivery>[1]): Handler => ({
  work: (job, now) => sendDelivery({ ...context, now }, tools, job.merchantId, job.ref),
  giveUp: (job, now) => giveUpDelivery({ ...context, now }, job.merchantId, job.ref),
});
