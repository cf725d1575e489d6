import type { Context } from '../../services/context.ts';
import { SYNCED_EVERY, syncTemplatesAgain, type TemplateTools } from '../../services/sync-templates.ts';
import type { Handler } from '../worker.ts';

/** Loads a merchant's templates, again and again for as long as a number is connected. */
export const loadTemplates = (context: Omit<Context, 'now'>, tools: TemplateTools): Handler => ({
  work: async (job, now) => ({ retryAt: await syncTemplatesAgain({ ...context, now }, tools, job.merchantId) }),
  giveUp: async () => {},
  returnsAfter: SYNCED_EVERY,
});
