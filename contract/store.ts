import { z } from 'zod';

/** A shop system that tells us of its orders by webhooks. */
export const Store = z.object({
  id: z.uuid(),
  kind: z.enum(['shopify', 'woocommerce']),
  externalId: z.string(),
  createdAt: z.iso.datetime(),
  /** When it last sent something genuine. */
  lastHeardAt: z.iso.datetime().nullable(),
});
export type Store = z.infer<typeof Store>;

const webhookSecret = z.string().min(16).max(200);

/**
 * Shopify: `externalId` is the myshopify.com domain, the secret that of the custom app. WooCommerce: the shop's home URL without the slash
 * at its end, and the secret of its webhooks (letters and digits alone: WooCommerce alters others before it signs).
 */
export const StoreInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('shopify'),
    externalId: z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'must be like shop.myshopify.com'),
    webhookSecret,
  }),
  z.strictObject({
    kind: z.literal('woocommerce'),
    externalId: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .transform(url => url.replace(/\/+$/, '')),
    webhookSecret: webhookSecret.regex(/^[A-Za-z0-9]+$/, 'must be letters and digits alone'),
  }),
]);
export type StoreInput = z.infer<typeof StoreInput>;
