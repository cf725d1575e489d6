import { z } from 'zod';

const Code = z.int();

const flags = {
  /** The owner has blocked every business: 131026. */
  blocked: z.boolean(),
  /** 131026 for whoever writes to it. */
  notOnWhatsApp: z.boolean(),
  /** Marketing templates fail with 131050; unlike a chat's own switch, nobody is told before. */
  optedOut: z.boolean(),
  /** Meta's cap on marketing is reached: marketing templates outside the service window fail with 131049. */
  marketingCap: z.boolean(),
  /** Part of Meta's experiment: marketing templates fail with 130472. */
  inExperiment: z.boolean(),
  /** A `failed` status with this code after the `delivered` one; true: 131000. */
  lateFailure: z.union([Code, z.boolean().transform(isOn => (isOn ? 131000 : null)), z.null()]),
  /** Every message to this phone fails with this code, in the answer or in a status. */
  fails: z.strictObject({ code: Code, in: z.enum(['answer', 'status']).default('status') }).nullable(),
};

/** How a phone makes trouble, as `PATCH /simulator/phones/{id}` sets it. */
export const BehaviourChange = z.strictObject(flags).partial();
export type Behaviour = Readonly<Required<z.infer<typeof BehaviourChange>>>;

export const WELL_BEHAVED: Behaviour = Object.freeze({
  blocked: false,
  notOnWhatsApp: false,
  optedOut: false,
  marketingCap: false,
  inExperiment: false,
  lateFailure: null,
  fails: null,
});

/** Why Meta does not bring a marketing template to this phone, or null. */
export function marketingRefusal(behaviour: Behaviour, stopped: boolean, isWindowOpen: boolean): number | null {
  if (stopped || behaviour.optedOut) return 131050;
  if (behaviour.inExperiment) return 130472;
  return behaviour.marketingCap && !isWindowOpen ? 131049 : null;
}
