import { z } from 'zod';
import { Run } from './automation.ts';
import { CustomerRef } from './customer.ts';
import { Id } from './id.ts';

export const WhyQuery = z.strictObject({ customer: Id });
export type WhyQuery = z.infer<typeof WhyQuery>;

/**
 * Why something that happened began a run of a rule, or did not. `begun`: there is a run for it. `off`: the rule is off. `before-on`: it
 * happened before the rule was switched on. `too-old`: longer ago than seven days when it became known. `no-scope`: it names no cart,
 * quote or order to count it by. `once`: there was a run that it is not to follow. `soon`: it is about to begin.
 */
export const StartVerdict = z.enum(['begun', 'off', 'before-on', 'too-old', 'no-scope', 'once', 'soon']);
export type StartVerdict = z.infer<typeof StartVerdict>;

/** A part of a condition with what it came to. `holds` null: what it asks about is not known. */
export type CheckedCondition = { holds: boolean | null; because: string; of: CheckedCondition[] };
export const CheckedCondition: z.ZodType<CheckedCondition> = z.object({
  holds: z.boolean().nullable(),
  because: z.string(),
  get of() {
    return z.array(CheckedCondition);
  },
});

/** Why a customer got something by a rule, or did not, by what is known now. Nothing is changed by asking. */
export const Why = z.object({
  customer: CustomerRef,
  /** The answer as a sentence. */
  words: z.string(),
  /** What happened of that which begins the rule, newest first, at most ten. Empty: nothing. */
  occasions: z.array(
    z.object({
      at: z.iso.datetime(),
      verdict: StartVerdict,
      words: z.string(),
      /** The run that it began, or that kept it from beginning one. */
      run: z.uuid().nullable(),
    }),
  ),
  /** The rule's conditions as they are now; null: it has none. */
  conditions: CheckedCondition.nullable(),
  /** What would become of the first step if it were due at this moment, as a sentence. */
  first: z.string(),
  /** The runs that there were, newest first, at most five. */
  runs: z.array(Run),
});
export type Why = z.infer<typeof Why>;
