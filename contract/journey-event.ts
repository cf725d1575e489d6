import { z } from 'zod';
import { Id } from './id.ts';

/*
 * What a shopper does. A name is either one of these, with one meaning, or the shop's own: `custom.` and a word. So a name that we
 * add one day never collides with what a shop tells already.
 */

/** What a browser may tell. `order_placed` and `appointment_booked` from here are claims: the order of record counts. */
export const BROWSER_EVENTS = [
  'page_viewed',
  'collection_viewed',
  'product_viewed',
  'product_clicked',
  'product_searched',
  'cart_item_added',
  'cart_item_removed',
  'cart_viewed',
  'wishlist_item_added',
  'checkout_started',
  'checkout_contact_submitted',
  'payment_info_entered',
  'quote_requested',
  'quote_viewed',
  'order_placed',
  'appointment_booked',
  'chat_opened',
  'link_clicked',
  'call_clicked',
  'button_clicked',
  'form_submitted',
] as const;

/** What only a shop's server, or ours, can know. */
export const SERVER_EVENTS = [
  'quote_created',
  'quote_sent',
  'quote_expiring',
  'quote_accepted',
  'quote_rejected',
  'quote_expired',
  'order_paid',
  'order_status_changed',
  'order_refunded',
  'shipment_status_changed',
  'customer_identified',
  'ad_clicked',
  'message_sent',
] as const;

export const CanonicalEventName = z.enum([...BROWSER_EVENTS, ...SERVER_EVENTS]);
export type CanonicalEventName = z.infer<typeof CanonicalEventName>;

export const CustomEventName = z
  .string()
  .regex(/^custom\.[a-z][a-z0-9_]{0,49}$/, 'must be custom. and a word of a–z, 0–9 and _, at most 50 characters');

export const JourneyEventName = z.union([CanonicalEventName, CustomEventName]);
export type JourneyEventName = z.infer<typeof JourneyEventName>;

/** Who told us. `woodex`: we concluded it ourselves, e.g. a quote that ran out. */
export const JourneySource = z.enum(['web', 'api', 'shopify', 'woocommerce', 'woodex']);
export type JourneySource = z.infer<typeof JourneySource>;

/** Largest event, in bytes of JSON; most events of a batch. */
export const MAX_EVENT_BYTES = 8 * 1024;
export const MAX_BATCH = 100;

/** A thing of the shop, as an event or a basket names it. Prices are of one piece, after discount, in the currency beside them. */
export const JourneyItem = z.object({
  /** The shop's stock number, or its id of the product. */
  id: z.string().max(100),
  name: z.string().max(300).optional(),
  variant: z.string().max(200).optional(),
  category: z.string().max(200).optional(),
  price: z.number().nonnegative().max(1e9).optional(),
  quantity: z.number().int().min(0).max(100_000).optional(),
  url: z.string().max(2000).optional(),
  image: z.string().max(2000).optional(),
});
export type JourneyItem = z.infer<typeof JourneyItem>;

/**
 * What more is known of an event. The words below have their meaning in every event; a shop may add its own (at most 50, three levels
 * deep, names of letters, digits, `_`, `.` and `-`).
 */
export const KnownProperties = z.object({
  items: z.array(JourneyItem).max(200).optional(),
  value: z.number().max(1e12).optional(),
  /** ISO 4217, e.g. EUR. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code like EUR')
    .optional(),
  /** What was looked for. */
  term: z.string().max(300).optional(),
  /** The shop's own number of a quote or an order. */
  number: z.string().max(100).optional(),
  coupon: z.string().max(100).optional(),
  referrer: z.string().max(2000).optional(),
});
export type KnownProperties = z.infer<typeof KnownProperties>;

/** One event of a batch. `id` is made by the browser (UUIDv7) and stays the same however often it is sent. */
export const JourneyEventInput = z.strictObject({
  id: Id.refine(id => id[14] === '7', 'must be a UUIDv7'),
  name: z.union([z.enum(BROWSER_EVENTS), CustomEventName]),
  /** By the browser's clock. */
  at: z.iso.datetime(),
  page: z.strictObject({ url: z.string().max(2000), title: z.string().max(300) }).optional(),
  properties: z.record(z.string(), z.json()).optional(),
});
export type JourneyEventInput = z.infer<typeof JourneyEventInput>;

/** `wxv_` + the merchant's id + `_` + 256 random bits, both base64url. The browser makes it; it proves itself by keeping it. */
export const VisitorToken = z.string().regex(/^wxv_[\w-]{22}_[\w-]{43}$/, 'must be a visitor token');

/**
 * POST /v1/events, as application/json or (so that a page that is going away needs no preflight) text/plain. `events` are checked one
 * by one: a bad one is named in the answer and keeps no other back.
 */
export const EventBatch = z.strictObject({
  visitor: VisitorToken,
  /** The browser's clock as it sends: what is between it and each `at` is trusted, not the clock. */
  sentAt: z.iso.datetime(),
  /** How the shopper agreed: by a choice, or by the merchant's setting where the law allows it. */
  consent: z.enum(['granted', 'setting']),
  /** IANA, e.g. Europe/Berlin. */
  timeZone: z.string().max(64).optional(),
  /** BCP 47, e.g. de-AT. */
  language: z.string().max(35).optional(),
  events: z.array(z.unknown()).min(1).max(MAX_BATCH),
});
export type EventBatch = z.infer<typeof EventBatch>;

/** `repeated` were here before. 400 when none of the events could be kept. */
export const EventsAccepted = z.object({
  accepted: z.number().int(),
  repeated: z.number().int(),
  rejected: z.array(
    z.object({
      index: z.number().int(),
      id: z.string().nullable(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  ),
});
export type EventsAccepted = z.infer<typeof EventsAccepted>;

/**
 * POST /v1/identify: who the shopper is, in the words of the merchant's own server: a JWT (HS256) signed with the merchant's identity
 * key. Claims: `aud` the public key, `sub` the shop's customer id, `exp` at most 15 minutes ahead, `jti` used once; optional `name`,
 * `email`, `phone` (E.164).
 */
export const IdentifyInput = z.strictObject({ visitor: VisitorToken, identity: z.string().min(20).max(4000) });
export type IdentifyInput = z.infer<typeof IdentifyInput>;

/**
 * `identified`: this browser is that customer. `renew`: this browser belongs to another known customer (a shared computer): make a
 * new token and ask again; nothing of the first is shown to the second.
 */
export const Identified = z.object({ outcome: z.enum(['identified', 'renew']) });
export type Identified = z.infer<typeof Identified>;
