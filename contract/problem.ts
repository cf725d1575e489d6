import { z } from 'zod';

/** The machine's word for what went wrong. One word has one meaning. */
export const ProblemCode = z.enum([
  'invalid-request',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'precondition-failed',
  'precondition-required',
  'too-large',
  'too-many-requests',
  'service-window-closed',
  'channel-unavailable',
  'unavailable',
  'internal',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

/** RFC 9457 problem details, `application/problem+json`. A 500 says nothing but its id. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  /** Quote it when you ask us: it is in the log beside the cause. */
  id: z.uuid(),
  code: ProblemCode,
  /** Which fields were wrong, and how. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;
