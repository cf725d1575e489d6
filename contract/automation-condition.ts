import { z } from 'zod';
import { TagName } from './automation-action.ts';

/** Numbers that conditions compare. Money is in the currency of its own row. */
export const NumberField = z.enum([
  'cart.total',
  'cart.count',
  'quote.total',
  'order.total',
  'customer.score',
  'customer.orders',
  'customer.visits',
]);
export type NumberField = z.infer<typeof NumberField>;

export const TextField = z.enum([
  'cart.currency',
  'quote.status',
  'order.status',
  'customer.stage',
  'customer.language',
  'time.weekday',
]);
export type TextField = z.infer<typeof TextField>;

export const FlagField = z.enum(['customer.known', 'customer.agreed-to-offers', 'conversation.window-open']);
export type FlagField = z.infer<typeof FlagField>;

const number = z.strictObject({
  kind: z.literal('number'),
  field: NumberField,
  is: z.enum(['at-least', 'below']),
  value: z.number().min(0).max(1e12),
});
/** `time.weekday`: monday … sunday, in the customer's zone. Languages by their first part: `de` is also `de-AT`. */
const text = z.strictObject({
  kind: z.literal('text'),
  field: TextField,
  is: z.enum(['one-of', 'none-of']),
  values: z.array(z.string().min(1).max(100)).min(1).max(50),
});
const flag = z.strictObject({ kind: z.literal('flag'), field: FlagField, is: z.boolean() });
/** What is in the cart: an item's id, or a part of its name. */
const inCart = z.strictObject({ kind: z.literal('in-cart'), item: z.string().trim().min(1).max(300) });
/** The customer bears this tag. */
const tagged = z.strictObject({ kind: z.literal('tagged'), tag: TagName });

export type Condition =
  | z.infer<typeof number>
  | z.infer<typeof text>
  | z.infer<typeof flag>
  | z.infer<typeof inCart>
  | z.infer<typeof tagged>
  | { kind: 'all' | 'any'; of: Condition[] }
  | { kind: 'not'; of: Condition };

const leaf = z.discriminatedUnion('kind', [number, text, flag, inCart, tagged]);
const branches = (inner: z.ZodType<Condition>): z.ZodType<Condition> =>
  z.union([
    leaf,
    z.strictObject({ kind: z.enum(['all', 'any']), of: z.array(inner).min(1).max(20) }),
    z.strictObject({ kind: z.literal('not'), of: inner }),
  ]);

/** A tree, four levels deep at most. What is not known of a customer makes a comparison false, and its opposite too. */
export const Condition: z.ZodType<Condition> = branches(branches(branches(leaf)));
