import type { z } from 'zod';
import type { FaultSettings } from '../whatsapp-simulator/faults.ts';
import type { ChaosOptions } from './options.ts';

type Settings = z.input<typeof FaultSettings>;

/**
 * What Meta does wrong while the run lasts. Late webhooks may come after a lease has ended, so that nothing but the written attempt tells
 * that a message may have gone; but before the settle time has: what comes later than that is the same as lost. Some of what it accepts
 * it declines afterwards, with a code after which it is tried again soon; unless the word of that may be lost, and nobody could know.
 */
export const faultsOf = ({ seed, lostWebhooks, lateWebhooks, declined, settle }: ChaosOptions): Settings => ({
  seed,
  loseRequests: 0.02,
  loseAnswers: 0.1,
  garble: 0.02,
  errors: [
    { rate: 0.05, code: 131000 },
    { rate: 0.05, code: 130429 },
    { rate: lostWebhooks > 0 ? 0 : declined, code: 80007, in: 'status' },
  ],
  answerDelay: { rate: 0.03, ms: 1_500 },
  webhooks: {
    duplicate: 0.1,
    reorder: 0.1,
    delay: { rate: lateWebhooks, ms: Math.min(10_000, settle * 400), spread: 'uniform' },
    statuses: { lose: lostWebhooks },
    concurrency: 4,
  },
});

/** Nothing goes wrong any more, but for the webhooks. */
export function calmOf(seed: number, lostWebhooks: number): Settings {
  return { seed, webhooks: { statuses: { lose: lostWebhooks } } };
}

/** The same, but that each answer comes `ms` later, and so many are refusals of the one message: who stands still meanwhile has many on the wire. */
export const slowed = (faults: Settings, ms: number, refusals: number): Settings => ({
  ...faults,
  answerDelayMs: ms,
  errors: [{ rate: refusals, code: 80007 }],
});
