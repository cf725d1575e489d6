import { z } from 'zod';
import { MediaRef } from './media-ref.ts';

const Location = z.strictObject({
  latitude: z.coerce.number(),
  longitude: z.coerce.number(),
  name: z.string().optional(),
  address: z.string().optional(),
});

const Parameter = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), parameter_name: z.string().optional() }),
  z.strictObject({
    type: z.literal('currency'),
    currency: z.object({ fallback_value: z.string(), code: z.string(), amount_1000: z.number() }),
  }),
  z.strictObject({ type: z.literal('date_time'), date_time: z.object({ fallback_value: z.string() }) }),
  z.strictObject({ type: z.literal('image'), image: MediaRef }),
  z.strictObject({ type: z.literal('video'), video: MediaRef }),
  z.strictObject({ type: z.literal('document'), document: MediaRef }),
  z.strictObject({ type: z.literal('location'), location: Location }),
  z.strictObject({ type: z.literal('payload'), payload: z.string() }),
  z.strictObject({ type: z.literal('coupon_code'), coupon_code: z.string().max(20) }),
]);
export type Parameter = z.infer<typeof Parameter>;

const lowerCase = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);

const Component = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), parameters: z.array(Parameter) }),
  z.strictObject({ type: z.literal('body'), parameters: z.array(Parameter) }),
  z.strictObject({
    type: z.literal('button'),
    sub_type: z.preprocess(lowerCase, z.enum(['url', 'quick_reply', 'copy_code'])),
    index: z.coerce.number().int().min(0).max(9),
    parameters: z.array(Parameter),
  }),
]);

/** The `template` object of a send. */
export const TemplateSend = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.strictObject({ code: z.string().min(1), policy: z.literal('deterministic').optional() }),
  components: z.array(Component).default([]),
});
export type TemplateSend = z.infer<typeof TemplateSend>;
