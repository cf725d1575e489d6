import type { Context } from '../../services/context.ts';
import { sendDelivery } from '../../services/send-delivery.ts';
import type { Handler } from '../worker.ts';

/** Sends one message of the ledger. */
export const deliver =
  (context: Omit<Context, 'now'>, tools: Parameters<typeof sendDelivery>[1]): Handler =>
  (job, now) =>
    sendDelivery({ ...context, now }, tools, job.merchantId, job.ref);
