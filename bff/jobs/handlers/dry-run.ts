import { performance } from 'node:perf_hooks';
import { setImmediate as others } from 'node:timers/promises';
import { endDryRun } from '../../db/dry-runs.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { SECOND } from '../../domain/duration.ts';
import { advanceDryRun } from '../../services/advance-dry-run.ts';
import type { Context } from '../../services/context.ts';
import type { Handler } from '../worker.ts';

/** So long a dry run goes on before another merchant's has its turn, and before it is noted how far it has come. */
const TURN = 2 * SECOND;
/** Milliseconds that a request may have to wait for it. */
const BREATH = 10;

/** Replays a rule turn by turn; after each it stands at the end of the line. */
export const replayRule = (context: Omit<Context, 'now'>): Handler => ({
  async work(job, now) {
    const begun = performance.now();
    let breathed = begun;
    const hasMore = await advanceDryRun({ ...context, now }, job.merchantId, job.ref, {
      isOver: () => performance.now() - begun >= TURN,
      breathe() {
        if (performance.now() - breathed < BREATH) return undefined;
        return others().then(() => {
          breathed = performance.now();
        });
      },
    });
    return { retryAt: hasMore ? now : null };
  },
  giveUp: (job, now) => withMerchant(context.db, job.merchantId, tx => endDryRun(tx, job.ref, 'failed', now)),
});
