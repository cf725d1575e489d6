import { z } from 'zod';
import { Interactive } from './interactive-body.ts';
import { MediaRef } from './media-ref.ts';
import { TemplateSend } from './template-body.ts';

const envelope = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z.string().optional(),
  recipient: z.string().optional(),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
};

const Contact = z.looseObject({
  name: z.looseObject({ formatted_name: z.string().min(1) }),
  phones: z.array(z.looseObject({ phone: z.string().optional() })).optional(),
});

const coordinate = (limit: number) => z.coerce.number().min(-limit).max(limit);

/** The body of `POST /{phone_number_id}/messages` that sends something. */
export const SendBody = z.discriminatedUnion('type', [
  z.strictObject({
    ...envelope,
    type: z.literal('text'),
    text: z.strictObject({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() }),
  }),
  z.strictObject({ ...envelope, type: z.literal('image'), image: MediaRef }),
  z.strictObject({ ...envelope, type: z.literal('video'), video: MediaRef }),
  z.strictObject({ ...envelope, type: z.literal('audio'), audio: MediaRef }),
  z.strictObject({ ...envelope, type: z.literal('document'), document: MediaRef }),
  z.strictObject({ ...envelope, type: z.literal('sticker'), sticker: MediaRef }),
  z.strictObject({
    ...envelope,
    type: z.literal('location'),
    location: z.strictObject({
      latitude: coordinate(90),
      longitude: coordinate(180),
      name: z.string().optional(),
      address: z.string().optional(),
    }),
  }),
  z.strictObject({ ...envelope, type: z.literal('contacts'), contacts: z.array(Contact).min(1).max(257) }),
  z.strictObject({
    ...envelope,
    type: z.literal('reaction'),
    reaction: z.strictObject({ message_id: z.string().min(1), emoji: z.string() }),
  }),
  z.strictObject({ ...envelope, type: z.literal('interactive'), interactive: Interactive }),
  z.strictObject({ ...envelope, type: z.literal('template'), template: TemplateSend }),
]);
export type SendBody = z.infer<typeof SendBody>;

/** The body of `POST /{phone_number_id}/messages` that marks as read, with or without showing "typing…". */
export const ReadBody = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
});
export type ReadBody = z.infer<typeof ReadBody>;
