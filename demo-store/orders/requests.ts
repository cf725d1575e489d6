import { z } from 'zod';
import { SHOWROOMS } from '../catalogue/showrooms.ts';

const text = (max: number, missing: string) =>
  z.string(missing).trim().min(1, missing).max(max, `Please keep this under ${max} characters.`);
const optionalText = (max: number) =>
  z.string().trim().max(max, `Please keep this under ${max} characters.`).default('');

const Email = text(254, 'Please tell us your e-mail address.')
  .toLowerCase()
  .pipe(z.email('This does not look like an e-mail address, like name@example.com.'));
const Phone = z
  .string()
  .trim()
  .regex(/^$|^\+?[\d\s()./-]{6,24}$/, 'Please write the number with digits, like +49 30 1234567.')
  .default('');
const ShowroomId = z.enum(SHOWROOMS.map(({ id }) => id) as [string, ...string[]], 'Please choose a showroom.');

/** What the chat's script names this browser by, where the shopper agreed to that. */
const Visitor = z
  .string()
  .regex(/^[\w-]{43}$/)
  .optional();

const Line = z.strictObject({ sku: z.string().max(80), quantity: z.int().min(1).max(50) });

/** POST /api/quotes. `id` is made by the client and names this one request, however often it is sent. */
export const QuoteRequest = z.strictObject({
  id: z.uuid(),
  lines: z.array(Line).max(50).default([]),
  name: text(120, 'Please tell us your name.'),
  email: Email,
  phone: Phone,
  showroom: z.union([z.literal(''), ShowroomId]).default(''),
  message: text(4000, 'Please write a line about what you have in mind.'),
  visitor: Visitor,
});

/** The words beside the box at the checkout. What the shop tells of the yes is these, whatever a browser showed. */
export const ORDER_UPDATES =
  'Yes, WoodEx may send me updates about my order by WhatsApp, to the number above. I can end them at any time by answering STOP.';

/** POST /api/orders. Prices are never taken from the client. An address is needed unless the order is collected. */
export const OrderRequest = z
  .strictObject({
    id: z.uuid(),
    lines: z.array(Line).min(1, 'Your cart is empty.').max(50),
    name: text(120, 'Please tell us your name.'),
    email: Email,
    phone: Phone,
    delivery: z.enum(['room', 'kerb', 'showroom'], 'Please choose how it should reach you.'),
    showroom: z.union([z.literal(''), ShowroomId]).default(''),
    street: optionalText(160),
    postcode: optionalText(12),
    city: optionalText(80),
    country: z.enum(['DE', 'AT', 'NL'], 'We deliver to Germany, Austria and the Netherlands.').default('DE'),
    note: optionalText(1000),
    /** The box of {@link ORDER_UPDATES} was ticked. */
    orderUpdates: z.boolean().default(false),
    visitor: Visitor,
  })
  .check(context => {
    const { delivery, showroom, street, postcode, city, country, phone, orderUpdates } = context.value;
    const refuse = (field: string, message: string) =>
      context.issues.push({ code: 'custom', path: [field], message, input: context.value });
    if (orderUpdates && !phone) refuse('phone', 'Please tell us the phone that has WhatsApp, or untick the box.');
    if (delivery === 'showroom') {
      if (!showroom) refuse('showroom', 'Please choose a showroom.');
      return;
    }
    if (!street) refuse('street', 'Please tell us street and number.');
    if (!city) refuse('city', 'Please tell us the city.');
    const { pattern, example } = POSTCODES[country];
    if (!pattern.test(postcode)) refuse('postcode', `Please give the postcode, like ${example}.`);
  });

const POSTCODES = {
  DE: { pattern: /^\d{5}$/, example: '10997' },
  AT: { pattern: /^\d{4}$/, example: '1070' },
  NL: { pattern: /^\d{4}\s?[A-Za-z]{2}$/, example: '1016 DK' },
};

export type QuoteRequest = z.infer<typeof QuoteRequest>;
export type OrderRequest = z.infer<typeof OrderRequest>;

/** One message for each field that is wrong, the first one found. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of error.issues) errors[String(path[0] ?? 'form')] ??= message;
  return errors;
}
