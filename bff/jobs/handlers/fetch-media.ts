import { HOUR } from '../../domain/duration.ts';
import type { Context } from '../../services/context.ts';
import { fetchMedia, type MediaTools } from '../../services/fetch-media.ts';
import type { Handler } from '../worker.ts';

/** Fetches one file, or erases it. What fails in a way that nobody foresaw is tried again hourly, until WhatsApp has it no more. */
export const readMedia = (context: Omit<Context, 'now'>, tools: MediaTools): Handler => ({
  work: async (job, now) => ({ retryAt: await fetchMedia({ ...context, now }, tools, job.merchantId, job.ref) }),
  giveUp: async () => {},
  returnsAfter: HOUR,
});
