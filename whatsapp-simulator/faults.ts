import { z } from 'zod';
import { type Random, seededRandom } from './random.ts';

const Rate = z.number().min(0).max(1);
const Milliseconds = z.int().min(0).max(600_000);

const ErrorFault = z.strictObject({
  rate: Rate.default(1),
  code: z.int(),
  /** In the answer, before anything is done, or in a failed status of a message that was accepted. */
  in: z.enum(['answer', 'status']).default('answer'),
});

/** What goes wrong with calls; each can also be set for one number alone. */
const callFaults = {
  /** Share of calls whose connection breaks before anything is done. */
  loseRequests: Rate,
  /** Share of calls that are carried out, but whose connection breaks before the answer. */
  loseAnswers: Rate,
  /** Share of calls answered with a 502 page of HTML, half of them after they were carried out. */
  garble: Rate,
  /** Shares of calls that fail with these codes. */
  errors: z.union([
    z.array(ErrorFault),
    ErrorFault.transform(error => [error]),
    z.null().transform((): z.output<typeof ErrorFault>[] => []),
  ]),
  /** Meta's answers come this much later; what they caused has happened already. */
  answerDelayMs: Milliseconds,
  /** The same for a share of them. */
  answerDelay: z.strictObject({ rate: Rate, ms: Milliseconds }).nullable(),
  /** Messages per second and number, in and out together, in place of the number's own `throughput`. */
  throughputPerSecond: z.number().positive().nullable(),
};

const updateFaults = {
  lose: Rate,
  duplicate: Rate,
  /** Share of updates that are held until the next one has gone before them. */
  reorder: Rate,
  /** `uniform`: anything up to `ms`; `exponential`: `ms` on average, with a long tail. */
  delay: z
    .strictObject({
      rate: Rate,
      ms: Milliseconds,
      spread: z.enum(['none', 'uniform', 'exponential']).default('none'),
    })
    .nullable(),
};

const Webhooks = z.strictObject({
  lose: updateFaults.lose.default(0),
  duplicate: updateFaults.duplicate.default(0),
  reorder: updateFaults.reorder.default(0),
  delay: updateFaults.delay.default(null),
  /** What is different for statuses, and for messages from phones. */
  statuses: z.strictObject(updateFaults).partial().default({}),
  messages: z.strictObject(updateFaults).partial().default({}),
  /** Updates in one POST at most (Meta: 1000). */
  batch: z.int().min(1).max(1000).default(100),
  /** POSTs under way at once. Only one at a time keeps the order; Meta does not. */
  concurrency: z.int().min(1).max(100).default(1),
  /** Nothing is posted until this is off again; what waited then goes. */
  paused: z.boolean().default(false),
});

/** What goes wrong, and how often. A PUT replaces all of it; what is left out is off. */
export const FaultSettings = z.strictObject({
  /** Same seed, same faults. */
  seed: z.int().default(1),
  loseRequests: callFaults.loseRequests.default(0),
  loseAnswers: callFaults.loseAnswers.default(0),
  garble: callFaults.garble.default(0),
  errors: callFaults.errors.default([]),
  answerDelayMs: callFaults.answerDelayMs.default(0),
  answerDelay: callFaults.answerDelay.default(null),
  throughputPerSecond: callFaults.throughputPerSecond.default(null),
  /** By phoneNumberId: what is different for one number. */
  perNumber: z.record(z.string(), z.strictObject(callFaults).partial()).default({}),
  /** Whether 131026 and 131047 come in the answer or, as Meta may do too, later in a failed status. */
  reportFailures: z.enum(['answer', 'status']).default('answer'),
  /** Whether the pair rate (one message per 6 s and recipient, bursts of 45) is enforced with 131056. */
  pairRate: z.boolean().default(true),
  /** Whoever is written to has WhatsApp from then on: no number is unknown. */
  adoptUnknown: z.boolean().default(false),
  webhooks: Webhooks.prefault({}),
});
export type FaultSettings = z.infer<typeof FaultSettings>;
export type UpdateFaults = Pick<FaultSettings['webhooks'], keyof typeof updateFaults>;

/** The faults in force, with the dice that decide each case. */
export class Faults {
  settings: FaultSettings = FaultSettings.parse({});
  #random: Random = seededRandom(this.settings.seed);
  readonly #perNumber = new Map<string, FaultSettings>();

  set(settings: FaultSettings) {
    this.settings = settings;
    this.#random = seededRandom(settings.seed);
    this.#perNumber.clear();
    for (const [number, own] of Object.entries(settings.perNumber))
      this.#perNumber.set(number, { ...settings, ...own });
  }

  /** The settings for one number; for any other id those of all. */
  of(phoneNumberId: string): FaultSettings {
    return this.#perNumber.get(phoneNumberId) ?? this.settings;
  }

  ofUpdates(kind: 'statuses' | 'messages' | null): UpdateFaults {
    const { webhooks } = this.settings;
    return kind === null ? webhooks : { ...webhooks, ...webhooks[kind] };
  }

  strikes(rate: number): boolean {
    return rate > 0 && this.#random() < rate;
  }

  /** The code of the first error that strikes a call of this number. */
  error(phoneNumberId: string, where: 'answer' | 'status'): number | null {
    for (const error of this.of(phoneNumberId).errors)
      if (error.in === where && this.strikes(error.rate)) return error.code;
    return null;
  }

  /** How late a struck update or answer comes. */
  lateness({ ms, spread }: NonNullable<UpdateFaults['delay']>): number {
    if (spread === 'uniform') return ms * this.#random();
    return spread === 'exponential' ? -ms * Math.log(1 - this.#random()) : ms;
  }
}
