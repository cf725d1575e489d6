import { z } from 'zod';
import { MediaRef } from './media-ref.ts';

const text = (max: number) => z.strictObject({ text: z.string().min(1).max(max) });

const Header = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1).max(60) }),
  z.strictObject({ type: z.literal('image'), image: MediaRef }),
  z.strictObject({ type: z.literal('video'), video: MediaRef }),
  z.strictObject({ type: z.literal('document'), document: MediaRef }),
]);

const ReplyButton = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: z.string().min(1).max(256), title: z.string().min(1).max(20) }),
});

const Row = z.strictObject({
  id: z.string().min(1).max(200),
  title: z.string().min(1).max(24),
  description: z.string().max(72).optional(),
});

const Section = z.strictObject({ title: z.string().max(24).optional(), rows: z.array(Row).min(1).max(10) });

const Buttons = z.strictObject({
  type: z.literal('button'),
  header: Header.optional(),
  body: text(1024),
  footer: text(60).optional(),
  action: z.strictObject({
    buttons: z
      .array(ReplyButton)
      .min(1)
      .max(3)
      .refine(buttons => allDifferent(buttons.map(button => button.reply.title)), 'Duplicated title')
      .refine(buttons => allDifferent(buttons.map(button => button.reply.id)), 'Duplicated id'),
  }),
});

const List = z.strictObject({
  type: z.literal('list'),
  header: z.strictObject({ type: z.literal('text'), text: z.string().min(1).max(60) }).optional(),
  body: text(4096),
  footer: text(60).optional(),
  action: z.strictObject({
    button: z.string().min(1).max(20),
    sections: z
      .array(Section)
      .min(1)
      .max(10)
      .refine(
        all => all.length === 1 || all.every(section => section.title),
        'Section title is required with more than one section',
      )
      .refine(all => all.flatMap(section => section.rows).length <= 10, 'Total row count exceeds 10')
      .refine(all => allDifferent(all.flatMap(section => section.rows.map(row => row.id))), 'Row id is duplicated'),
  }),
});

const CtaUrl = z.strictObject({
  type: z.literal('cta_url'),
  header: Header.optional(),
  body: text(1024),
  footer: text(60).optional(),
  action: z.strictObject({
    name: z.literal('cta_url'),
    parameters: z.strictObject({ display_text: z.string().min(1).max(20), url: z.url({ protocol: /^https?$/ }) }),
  }),
});

const LocationRequest = z.strictObject({
  type: z.literal('location_request_message'),
  body: text(1024),
  action: z.strictObject({ name: z.literal('send_location') }),
});

const ProductItem = z.strictObject({ product_retailer_id: z.string().min(1) });

const Product = z.strictObject({
  type: z.literal('product'),
  body: text(1024).optional(),
  footer: text(60).optional(),
  action: ProductItem.extend({ catalog_id: z.string().min(1) }),
});

const ProductSection = z.strictObject({
  title: z.string().max(24).optional(),
  product_items: z.array(ProductItem).min(1).max(30),
});

const ProductList = z.strictObject({
  type: z.literal('product_list'),
  header: z.strictObject({ type: z.literal('text'), text: z.string().min(1).max(60) }),
  body: text(1024),
  footer: text(60).optional(),
  action: z.strictObject({
    catalog_id: z.string().min(1),
    sections: z
      .array(ProductSection)
      .min(1)
      .max(10)
      .refine(
        all => all.length === 1 || all.every(section => section.title),
        'Section title is required with more than one section',
      )
      .refine(all => all.flatMap(section => section.product_items).length <= 30, 'Total product count exceeds 30'),
  }),
});

/** The interactive messages a shop sends. Flows, calls and carousels are not played by the simulator. */
export const Interactive = z.discriminatedUnion('type', [Buttons, List, CtaUrl, LocationRequest, Product, ProductList]);
export type Interactive = z.infer<typeof Interactive>;

const allDifferent = (values: string[]) => new Set(values).size === values.length;
