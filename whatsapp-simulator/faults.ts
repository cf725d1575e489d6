import { z } from 'zod';
import { type Random, seededRandom } from './random.ts';

const Rate = z.number().min(0).max(1);

/** What goes wrong, and how often. A PUT replaces all of it; what is left out is off. */
export const FaultSettings = z.strictObject({
  /** Same seed, same faults. */
  seed: z.int().default(1),
  /** Meta's answers come this much later; what they caused has happened already. */
  answerDelayMs: z.int().min(0).max(600_000).default(0),
  /** Share of calls that are carried out, but whose connection breaks before the answer. */
  loseAnswers: Rate.default(0),
  /** Share of calls whose connection breaks before anything is done. */
  loseRequests: Rate.default(0),
  /** Share of calls refused with this error code before anything is done. */
  errors: z.strictObject({ rate: Rate, code: z.int() }).nullable().default(null),
  /** Whether 131026, 131047 and 131053 come in the answer or, as Meta may do too, later in a failed status. */
  reportFailures: z.enum(['answer', 'status']).default('answer'),
  /** Messages per second and number, in and out together; above it 130429. */
  throughputPerSecond: z.number().positive().default(80),
  /** Whether the pair rate (one message per 6 s and recipient, bursts of 45) is enforced with 131056. */
  pairRate: z.boolean().default(true),
  webhooks: z
    .strictObject({
      lose: Rate.default(0),
      duplicate: Rate.default(0),
      /** Share of updates that are held until the next one has gone before them. */
      reorder: Rate.default(0),
      delay: z
        .strictObject({ rate: Rate, ms: z.int().min(0).max(600_000) })
        .nullable()
        .default(null),
    })
    .prefault({}),
});
export type FaultSettings = z.infer<typeof FaultSettings>;

/** The faults in force, with the dice that decide each case. */
export class Faults {
  settings: FaultSettings = FaultSettings.parse({});
  #random: Random = seededRandom(this.settings.seed);

  set(settings: FaultSettings) {
    this.settings = settings;
    this.#random = seededRandom(settings.seed);
  }

  strikes(rate: number): boolean {
    return rate > 0 && this.#random() < rate;
  }
}
