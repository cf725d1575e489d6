import { z } from 'zod';

const media = z.strictObject({ id: z.string(), caption: z.string().max(1024).optional() });

const common = {
  /** The business number's `phoneNumberId`. */
  to: z.string(),
  /** What it answers, and the product from whose page it is written ("Message business"). */
  context: z
    .strictObject({
      message_id: z.string().optional(),
      referred_product: z.strictObject({ catalog_id: z.string(), product_retailer_id: z.string() }).optional(),
    })
    .refine(context => Object.keys(context).length > 0, 'names neither a message nor a product')
    .optional(),
};

const Referral = z.looseObject({ source_url: z.string(), source_id: z.string(), source_type: z.enum(['ad', 'post']) });

/** The body of `POST /simulator/phones/{id}/messages`: what a person can send by hand. Button taps have their own call. */
export const NewMessage = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('text'),
    text: z.strictObject({ body: z.string().min(1).max(65_536) }),
    referral: Referral.optional(),
  }),
  z.strictObject({ ...common, type: z.literal('image'), image: media }),
  z.strictObject({ ...common, type: z.literal('video'), video: media }),
  z.strictObject({
    ...common,
    type: z.literal('document'),
    document: media.extend({ filename: z.string().optional() }),
  }),
  z.strictObject({
    ...common,
    type: z.literal('audio'),
    audio: z.strictObject({ id: z.string(), voice: z.boolean().default(true) }),
  }),
  z.strictObject({
    ...common,
    type: z.literal('sticker'),
    sticker: z.strictObject({ id: z.string(), animated: z.boolean().default(false) }),
  }),
  z.strictObject({
    ...common,
    type: z.literal('location'),
    location: z.strictObject({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
    }),
  }),
  z.strictObject({
    ...common,
    type: z.literal('contacts'),
    contacts: z
      .array(
        z.looseObject({
          name: z.looseObject({ formatted_name: z.string() }),
          phones: z.array(z.looseObject({ phone: z.string() })).optional(),
        }),
      )
      .min(1),
  }),
  /** An empty emoji takes the reaction back. */
  z.strictObject({
    ...common,
    type: z.literal('reaction'),
    reaction: z.strictObject({ message_id: z.string(), emoji: z.string() }),
  }),
  z.strictObject({
    ...common,
    type: z.literal('order'),
    order: z.strictObject({
      catalog_id: z.string(),
      text: z.string().optional(),
      product_items: z
        .array(
          z.strictObject({
            product_retailer_id: z.string(),
            quantity: z.number(),
            item_price: z.number(),
            currency: z.string(),
          }),
        )
        .min(1),
    }),
  }),
  /** A poll, an edit, a disappearing photo: something the Cloud API cannot hand on. Newer versions name its `type`. */
  z.strictObject({
    ...common,
    type: z.literal('unsupported'),
    unsupported: z.strictObject({ type: z.string() }).optional(),
  }),
]);
export type NewMessage = z.infer<typeof NewMessage>;
