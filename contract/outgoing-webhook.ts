import { z } from 'zod';

/** `queued`: it is tried, and tried again. `failed`: it was not taken, however often it was tried. */
export const OutgoingState = z.enum(['queued', 'delivered', 'failed']);
export type OutgoingState = z.infer<typeof OutgoingState>;

const EndpointUrl = z
  .url({ protocol: /^https?$/ })
  .max(1000)
  .refine(url => !/[#@]/.test(url.split('?')[0]!), 'must be an address without # and @');

/** Where rules may tell another system something. https; http only on this machine, where the operator has allowed it. */
export const EndpointInput = z.strictObject({ name: z.string().trim().min(1).max(100), url: EndpointUrl });
export type EndpointInput = z.infer<typeof EndpointInput>;

export const Endpoint = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  /** Off: it is told nothing, and what was to be told it meanwhile is given up. */
  enabled: z.boolean(),
  /** Until then the secret before this one signs too; null: there is none. */
  previousSecretUntil: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type Endpoint = z.infer<typeof Endpoint>;

export const EndpointList = z.object({ endpoints: z.array(Endpoint) });
export type EndpointList = z.infer<typeof EndpointList>;

/**
 * Told once. `secret`: `whsec_` and 32 random bytes in base64. Each request is signed with it as standardwebhooks.com says: headers
 * `webhook-id` (the same with every attempt), `webhook-timestamp` (seconds) and `webhook-signature`, `v1,` and the base64 of the
 * HMAC-SHA256 over `{id}.{timestamp}.{body}`.
 */
export const EndpointWithSecret = Endpoint.extend({ secret: z.string() });
export type EndpointWithSecret = z.infer<typeof EndpointWithSecret>;

export const EndpointSwitch = z.strictObject({ enabled: z.boolean() });
export type EndpointSwitch = z.infer<typeof EndpointSwitch>;

/** What one request that says that it is a test came to. `id`: its `webhook-id`. `words`: as a sentence. */
export const EndpointTest = z.object({ id: z.uuid(), taken: z.boolean(), words: z.string() });
export type EndpointTest = z.infer<typeof EndpointTest>;

/** What an endpoint is sent when it is tried. */
export const OutgoingTest = z.object({ type: z.literal('test'), at: z.iso.datetime() });
export type OutgoingTest = z.infer<typeof OutgoingTest>;

/** What an endpoint was told last, newest first. */
export const OutgoingDeliveries = z.object({
  deliveries: z.array(
    z.object({
      /** The `webhook-id`. */
      id: z.uuid(),
      state: OutgoingState,
      attempts: z.number().int(),
      /** What the last attempt came to, as a sentence; null: none was made yet. */
      answer: z.string().nullable(),
      createdAt: z.iso.datetime(),
      endedAt: z.iso.datetime().nullable(),
      /** When it is tried next; null: it is over. */
      nextAt: z.iso.datetime().nullable(),
      run: z.uuid(),
      rule: z.object({ id: z.uuid(), name: z.string() }),
      customer: z.object({ id: z.uuid(), name: z.string().nullable(), phone: z.string().nullable() }),
    }),
  ),
});
export type OutgoingDeliveries = z.infer<typeof OutgoingDeliveries>;

const Money = z.object({ total: z.string().nullable(), currency: z.string().nullable() });

/** What an endpoint is sent, as JSON. Money is a decimal; what the run is not about is null. */
export const OutgoingBody = z.object({
  type: z.literal('automation.step'),
  at: z.iso.datetime(),
  rule: z.object({ id: z.uuid(), name: z.string(), version: z.number().int() }),
  run: z.uuid(),
  step: z.number().int(),
  customer: z.object({
    id: z.uuid(),
    name: z.string().nullable(),
    phone: z.string().nullable(),
    language: z.string().nullable(),
    score: z.number().int(),
    stage: z.string(),
    tags: z.array(z.string()),
  }),
  cart: Money.extend({ id: z.uuid(), url: z.string().nullable() }).nullable(),
  quote: Money.extend({ id: z.string(), number: z.string().nullable(), status: z.string() }).nullable(),
  order: Money.extend({ id: z.string(), number: z.string().nullable(), status: z.string() }).nullable(),
});
export type OutgoingBody = z.infer<typeof OutgoingBody>;
