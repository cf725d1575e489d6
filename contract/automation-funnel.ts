import { z } from 'zod';

export const RuleFunnelQuery = z.strictObject({
  /** Of runs that began within so many days. */
  days: z.coerce.number().int().min(1).max(366).default(30),
  /** Of one version alone. */
  version: z.coerce.number().int().min(1).optional(),
});
export type RuleFunnelQuery = z.infer<typeof RuleFunnelQuery>;

/**
 * How far each step of a rule has brought people. `planned`: runs that came to the step. `sent`: it did something. `delivered`, `read`: of
 * messages. `replied`: they wrote after the message; `bought`: an order of the shop's books, not cancelled, was placed after it; each within `countedDays`.
 */
export const RuleFunnel = z.object({
  since: z.iso.datetime(),
  countedDays: z.number().int(),
  /** How many runs were counted; `isCapped`: the newest, there were more. */
  runs: z.number().int(),
  isCapped: z.boolean(),
  steps: z.array(
    z.object({
      /** From 0. */
      step: z.number().int(),
      planned: z.number().int(),
      sent: z.number().int(),
      delivered: z.number().int(),
      read: z.number().int(),
      replied: z.number().int(),
      bought: z.number().int(),
    }),
  ),
});
export type RuleFunnel = z.infer<typeof RuleFunnel>;
