import { answerPrivacyRequest } from '../../services/answer-privacy-request.ts';
import type { Context } from '../../services/context.ts';
import { ASKED_EVERY, type AskingTools, reconcileStore } from '../../services/reconcile-store.ts';
import type { Handler } from '../worker.ts';

/** Asks one shop for what its webhooks lost. It never ends by itself: what fails in a new way is tried again, too. */
export const askStore = (context: Omit<Context, 'now'>, tools: AskingTools): Handler => ({
  work: async (job, now) => ({ retryAt: await reconcileStore({ ...context, now }, tools, job.merchantId, job.ref) }),
  giveUp: async () => {},
  returnsAfter: ASKED_EVERY,
});

/** Does what a privacy request asks for, in pieces. The law gives it no end but being done. */
export const answerPrivacy = (context: Omit<Context, 'now'>, receiptKey: Buffer): Handler => ({
  work: async (job, now) => ({
    retryAt: await answerPrivacyRequest({ ...context, now }, receiptKey, job.merchantId, job.ref),
  }),
  giveUp: async () => {},
  returnsAfter: ASKED_EVERY,
});
