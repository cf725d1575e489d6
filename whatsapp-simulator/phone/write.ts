import type { Bubble } from '../bubble.ts';
import { findProducts } from '../catalogs.ts';
import { type Media, sha256 } from '../media.ts';
import type { Message, ReferredProduct } from '../messages.ts';
import type { Phone } from '../phones.ts';
import { type Simulation, throughputOf } from '../simulation.ts';
import { newWamid } from '../wamid.ts';
import { inboundUpdate } from '../webhooks/updates.ts';
import type { NewMessage } from './new-message.ts';

/** What a person does with a message: `body` is the part of the webhook that depends on its type. */
type Written = { to: string; type: string; body: object; bubble: Bubble; quotes?: string; about?: ReferredProduct };

/** The call asks for something that is not there: answered with 404 or 400 by the routes. */
export class NotThere extends Error {}

/** A person sends a message; from an offline phone it waits until the phone is online. @throws {NotThere} */
export function write(simulation: Simulation, phone: Phone, message: NewMessage): Message {
  const body = 'referral' in message && message.referral ? { referral: message.referral } : {};
  const { message_id: quotes, referred_product: about } = message.context ?? {};
  const parts = isMediaMessage(message) ? mediaParts(simulation, message) : plainParts(message, body);
  if (about) parts.bubble.about = productOf(simulation, message.to, about);
  return post(simulation, phone, { to: message.to, type: message.type, quotes, about, ...parts });
}

function productOf({ accounts }: Simulation, to: string, { catalog_id, product_retailer_id }: ReferredProduct) {
  const catalogs = accounts.byNumber(to)?.account.catalogs ?? [];
  const [product] = findProducts(catalogs, catalog_id, [product_retailer_id]) ?? [];
  if (!product)
    throw new NotThere(`No catalogue ${catalog_id} of the business has the product ${product_retailer_id}.`);
  return product;
}

/** Puts what was written on its way. @throws {NotThere} when no business has that number. */
export function post(simulation: Simulation, phone: Phone, written: Written): Message {
  const { accounts, messages, clock, live } = simulation;
  if (!accounts.byNumber(written.to)) throw new NotThere(`No business number has the id ${written.to}.`);
  const message: Message = {
    id: newWamid(phone.waId, 'phone'),
    phoneId: phone.id,
    phoneNumberId: written.to,
    from: 'phone',
    type: written.type,
    content: written.body,
    bubble: written.bubble,
    quotes: written.quotes ?? null,
    about: written.about ?? null,
    callbackData: null,
    pricing: null,
    template: null,
    addressedTo: 'phone',
    at: clock.now(),
    status: 'pending',
    receivedAt: null,
    reactions: new Map(),
  };
  if (message.type === 'reaction') reactWith(simulation, message);
  else messages.add(message);
  if (phone.online) handOver(simulation, message);
  else phone.waiting.push(message);
  live.tell({ about: 'phone', phoneId: phone.id });
  return message;
}

/** Meta has it: the service window opens, the business is told. */
export function handOver(simulation: Simulation, message: Message) {
  const { accounts, messages, clock, limits, phones, webhooks } = simulation;
  const sender = accounts.byNumber(message.phoneNumberId);
  const phone = phones.get(message.phoneId)!;
  message.at = clock.now();
  message.status = 'delivered';
  messages.chatOf(message).lastInboundAt = message.at;
  if (!sender) return;
  limits.countMessage(message.phoneNumberId, throughputOf(simulation, sender.number), message.at);
  webhooks.send(sender.account, inboundUpdate(sender, phone, message, message.content as object));
}

type MediaMessage = Extract<NewMessage, { type: 'image' | 'video' | 'document' | 'audio' | 'sticker' }>;

const isMediaMessage = (message: NewMessage): message is MediaMessage =>
  ['image', 'video', 'document', 'audio', 'sticker'].includes(message.type);

function mediaParts(simulation: Simulation, message: MediaMessage): Pick<Written, 'body' | 'bubble'> {
  const { id, ...rest } = (message as unknown as Record<string, { id: string; caption?: string }>)[message.type]!;
  const media = simulation.media.get(id);
  if (!media) throw new NotThere(`No media has the id ${id}. Upload it by POST /simulator/media first.`);
  const { caption, ...extra } = rest;
  return {
    body: { [message.type]: { ...rest, ...mediaFields(media, message.type) } },
    bubble: { text: caption, media: { kind: message.type, id, filename: media.filename ?? undefined, ...extra } },
  };
}

const mediaFields = (media: Media, type: string) => ({
  ...(type === 'document' && media.filename ? { filename: media.filename } : {}),
  mime_type: media.mimeType,
  sha256: sha256(media.bytes, 'base64'),
  id: media.id,
});

function plainParts(message: Exclude<NewMessage, MediaMessage>, extra: object): Pick<Written, 'body' | 'bubble'> {
  switch (message.type) {
    case 'text':
      return { body: { ...extra, text: message.text }, bubble: { text: message.text.body } };
    case 'location':
      return { body: { location: message.location }, bubble: { location: message.location } };
    case 'contacts': {
      const contacts = message.contacts.map(({ name, phones }) => ({
        name: name.formatted_name,
        phone: phones?.[0]?.phone,
      }));
      return { body: { contacts: message.contacts }, bubble: { contacts } };
    }
    case 'reaction': {
      const { message_id, emoji } = message.reaction;
      return { body: { reaction: emoji ? { message_id, emoji } : { message_id } }, bubble: {} };
    }
    case 'order':
      return {
        body: { order: message.order },
        bubble: { text: message.order.text, note: orderNote(message.order.product_items) },
      };
    case 'unsupported':
      return {
        body: { ...UNSUPPORTED, ...(message.unsupported ? { unsupported: message.unsupported } : {}) },
        bubble: { note: '📊 Poll (the business cannot see it)' },
      };
  }
}

function orderNote(items: readonly { quantity: number; item_price: number; currency: string }[]): string {
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  const total = items.reduce((sum, { quantity, item_price }) => sum + quantity * item_price, 0);
  return `🛒 Order from the catalogue: ${pieces === 1 ? '1 item' : `${pieces} items`}, ${total.toFixed(2)} ${items[0]!.currency}`;
}

const UNSUPPORTED = {
  errors: [
    {
      code: 131051,
      title: 'Message type unknown',
      message: 'Message type unknown',
      error_data: { details: 'Message type is currently not supported.' },
    },
  ],
};

function reactWith({ messages }: Simulation, { content }: Message) {
  const { message_id, emoji } = (content as { reaction: { message_id: string; emoji?: string } }).reaction;
  const target = messages.get(message_id);
  if (!target) throw new NotThere(`No message has the id ${message_id}.`);
  if (emoji) target.reactions.set('phone', emoji);
  else target.reactions.delete('phone');
}
