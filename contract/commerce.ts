import { z } from 'zod';
import { ConsentAction, ConsentTopic, MAX_WORDING } from './consent.ts';
import { CustomEventName, JourneySource } from './journey-event.ts';

/*
 * What the merchant's own systems say of carts, quotes and orders. One form for all: POST /v1/commerce/events takes it as it is, and
 * what Shopify and WooCommerce send is put into it.
 */

/** An amount of money as a decimal, e.g. "1240.50". Never a float. */
export const Amount = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be a decimal amount like "1240.50"');
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code like EUR');

/** The shop's own id: kept as text, since some are longer than a number can hold. */
export const ExternalId = z.string().min(1).max(200);

export const LineItem = z.strictObject({
  id: z.string().max(100),
  name: z.string().max(300),
  variant: z.string().max(200).optional(),
  /** Of one piece. */
  price: Amount.optional(),
  quantity: z.number().int().min(0).max(100_000),
  url: z.string().max(2000).optional(),
  image: z.string().max(2000).optional(),
});
export type LineItem = z.infer<typeof LineItem>;

const items = z.array(LineItem).max(500).default([]);

/** Who bought. `id` is the account the shop has logged in: it is proof. E-mail and phone are what somebody typed. */
export const Buyer = z.strictObject({
  id: ExternalId.optional(),
  name: z.string().max(200).optional(),
  email: z.string().max(254).optional(),
  /** As typed; with `country` (ISO 3166, e.g. DE) it is read as a number of that country. */
  phone: z.string().max(40).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /**
   * What they agreed to be sent by WhatsApp, or refused, and the words they were shown. Consent to text messages or e-mail is not this.
   * Without `id` a phone is only what somebody typed: a yes then counts once the phone has confirmed it. With a yes to `all`, what the
   * buyer is waiting for may be sent to the phone at once.
   */
  whatsappConsent: z
    .strictObject({ topic: ConsentTopic, action: ConsentAction, wording: z.string().trim().min(1).max(MAX_WORDING) })
    .optional(),
});
export type Buyer = z.infer<typeof Buyer>;

/** The shopper's browser: what `woodex.journeyId` gives (SHA-256 of its token, base64url). It ties the order to the way there. */
export const JourneyId = z.string().regex(/^[\w-]{43}$/, 'must be what woodex.journeyId gives');

export const CartState = z.strictObject({
  id: ExternalId,
  items,
  currency: Currency.optional(),
  total: Amount.optional(),
  /** Where the shopper can go on. */
  url: z.string().max(2000).optional(),
});
export type CartState = z.infer<typeof CartState>;

export const QuoteStatus = z.enum(['requested', 'created', 'sent', 'viewed', 'accepted', 'rejected', 'expired']);
export type QuoteStatus = z.infer<typeof QuoteStatus>;

export const QuoteState = z.strictObject({
  id: ExternalId,
  number: z.string().max(100).optional(),
  items,
  currency: Currency.optional(),
  total: Amount.optional(),
  url: z.string().max(2000).optional(),
  expiresAt: z.iso.datetime().optional(),
  /** What was asked for, in the shopper's words. */
  note: z.string().max(4000).optional(),
  /** The order that it became. */
  orderId: ExternalId.optional(),
});
export type QuoteState = z.infer<typeof QuoteState>;

export const OrderStatus = z.enum(['placed', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded']);
export type OrderStatus = z.infer<typeof OrderStatus>;

export const OrderState = z.strictObject({
  id: ExternalId,
  number: z.string().max(100).optional(),
  status: OrderStatus,
  items,
  currency: Currency,
  total: Amount,
  /** How much of it was given back, in all. */
  refunded: Amount.optional(),
  url: z.string().max(2000).optional(),
  tracking: z
    .strictObject({
      company: z.string().max(100).optional(),
      number: z.string().max(100).optional(),
      url: z.string().max(2000).optional(),
    })
    .optional(),
  /** The cart or checkout that it was, and the quote. */
  cartId: ExternalId.optional(),
  quoteId: ExternalId.optional(),
  placedAt: z.iso.datetime(),
});
export type OrderState = z.infer<typeof OrderState>;

const common = {
  /** The shop's own name for this fact: sent again it is the same one; with another content it is a conflict. */
  id: ExternalId,
  /** When it came about there. What is older than what is known changes no state. */
  at: z.iso.datetime(),
  visitor: JourneyId.optional(),
  customer: Buyer.optional(),
};

/** One fact. It carries the whole state of its noun, so facts may come late, twice and in any order. */
export const CommerceEvent = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('cart_updated'), cart: CartState }),
  z.strictObject({ ...common, type: z.literal('checkout_started'), cart: CartState }),
  z.strictObject({
    ...common,
    type: z.enum([
      'quote_requested',
      'quote_created',
      'quote_sent',
      'quote_viewed',
      'quote_accepted',
      'quote_rejected',
      'quote_expired',
    ]),
    quote: QuoteState,
  }),
  z.strictObject({ ...common, type: z.enum(['order_placed', 'order_updated']), order: OrderState }),
  z.strictObject({ ...common, type: z.literal('appointment_booked'), note: z.string().max(500).optional() }),
  z.strictObject({ ...common, type: z.literal('customer_updated') }),
  z.strictObject({
    ...common,
    type: z.literal('custom'),
    name: CustomEventName,
    properties: z.record(z.string(), z.json()).default({}),
  }),
]);
export type CommerceEvent = z.infer<typeof CommerceEvent>;

/** POST /v1/commerce/events with `Authorization: Bearer wxs_…` (an API key with the scope `commerce:write`). */
export const CommerceBatch = z.strictObject({ events: z.array(z.unknown()).min(1).max(100) });

/** Per event, in their order. `repeated`: it was here before. The batch is kept as a whole or, with a 4xx, not at all. */
export const CommerceAccepted = z.object({
  results: z.array(z.object({ id: z.string(), outcome: z.enum(['accepted', 'repeated']) })),
});
export type CommerceAccepted = z.infer<typeof CommerceAccepted>;

/** A cart as the dashboard shows it. */
export const Cart = z.object({
  id: z.uuid(),
  source: JourneySource,
  status: z.enum(['open', 'ordered', 'emptied']),
  items: z.array(LineItem),
  currency: z.string().nullable(),
  total: z.string(),
  url: z.string().nullable(),
  checkoutStartedAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
});
export type Cart = z.infer<typeof Cart>;

export const Quote = z.object({
  id: z.uuid(),
  source: JourneySource,
  number: z.string().nullable(),
  status: QuoteStatus,
  /** Open and at most seven days from its end. */
  expiring: z.boolean(),
  items: z.array(LineItem),
  currency: z.string().nullable(),
  total: z.string().nullable(),
  url: z.string().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Quote = z.infer<typeof Quote>;

export const Order = z.object({
  id: z.uuid(),
  source: JourneySource,
  number: z.string().nullable(),
  status: OrderStatus,
  items: z.array(LineItem),
  currency: z.string(),
  total: z.string(),
  refunded: z.string(),
  url: z.string().nullable(),
  tracking: z
    .object({ company: z.string().optional(), number: z.string().optional(), url: z.string().optional() })
    .nullable(),
  placedAt: z.iso.datetime(),
  paidAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
});
export type Order = z.infer<typeof Order>;

/** A key of the merchant's own systems. It is shown once, when it is made. */
export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.enum(['commerce:write'])),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const ApiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(z.enum(['commerce:write']))
    .min(1)
    .default(['commerce:write']),
});
export type ApiKeyInput = z.infer<typeof ApiKeyInput>;
export const ApiKeyCreated = z.object({ key: z.string(), apiKey: ApiKey });
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;
