import { z } from 'zod';

/** A shop system that tells us of its orders. Its secrets are never told back. */
export const Store = z.object({
  id: z.uuid(),
  kind: z.enum(['shopify', 'woocommerce']),
  externalId: z.string(),
  createdAt: z.iso.datetime(),
  /** When it last sent something genuine. */
  lastHeardAt: z.iso.datetime().nullable(),
  /** Is it asked, every 15 minutes, for what its webhooks lost? */
  isAsked: z.boolean(),
  /** All that it changed before this moment is known. */
  reconciledTo: z.iso.datetime().nullable(),
  /** Why it could not be asked, in plain words. */
  trouble: z.string().nullable(),
  /** Until then webhooks that the secret before this one signed are taken too. */
  previousSecretUntil: z.iso.datetime().nullable(),
});
export type Store = z.infer<typeof Store>;

const secret = z.string().min(16).max(200);
/** WooCommerce alters other characters before it signs. */
const plainSecret = secret.regex(/^[A-Za-z0-9]+$/, 'must be letters and digits alone');

const ShopifyApi = z.strictObject({ accessToken: z.string().min(8).max(300) });
const WooCommerceApi = z.strictObject({
  consumerKey: z.string().regex(/^ck_\w{8,100}$/, 'must be like ck_…'),
  consumerSecret: z.string().regex(/^cs_\w{8,100}$/, 'must be like cs_…'),
});
export type StoreApi = z.infer<typeof ShopifyApi> | z.infer<typeof WooCommerceApi>;

/**
 * Shopify: `externalId` is the myshopify.com domain, the secret that of the custom app. WooCommerce: the shop's home URL as its webhooks
 * name it (X-WC-Webhook-Source), and the secret of its webhooks. `api`: with what it is asked for what its webhooks lost.
 */
export const StoreInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('shopify'),
    externalId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}\.myshopify\.com$/, 'must be like shop.myshopify.com'),
    webhookSecret: secret,
    api: ShopifyApi.optional(),
  }),
  z.strictObject({
    kind: z.literal('woocommerce'),
    externalId: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .refine(url => !/[?#@]/.test(url), 'must be an address alone: no ?, # or @'),
    webhookSecret: plainSecret,
    api: WooCommerceApi.optional(),
  }),
]);
export type StoreInput = z.infer<typeof StoreInput>;

/** A new secret: the one before it is good for another hour. `api` null: the shop is not asked any more. */
export const StoreChange = z
  .strictObject({ webhookSecret: secret, api: z.union([ShopifyApi, WooCommerceApi]).nullable() })
  .partial()
  .refine(({ webhookSecret, api }) => webhookSecret !== undefined || api !== undefined, 'must change something');
export type StoreChange = z.infer<typeof StoreChange>;
