import type { MessageContent } from '../../contract/message.ts';
import type { AskedProduct, AttachmentType } from '../../contract/message-parts.ts';
import { errorCodeOf, idOf, type JsonObject, listOf, numberOf, objectOf, textOf } from './json.ts';
import { contacts, order } from './structured-content.ts';

/** What an inbound message says (Meta, Webhooks, "messages"). What we cannot draw, or what came without its body, is `unsupported`. */
export function contentOf(message: JsonObject): MessageContent {
  const type = textOf(message.type) ?? 'unknown';
  const content = supportedContent(type, message);
  if (!content) return { kind: 'unsupported', type: unsupportedType(type, message) };
  const about = askedProduct(objectOf(objectOf(message.context)?.referred_product));
  return about ? asking(content, about) : content;
}

/** A tap, a cart or a reaction names by itself what it is about. */
function asking(content: MessageContent, about: AskedProduct): MessageContent {
  switch (content.kind) {
    case 'text':
    case 'attachment':
    case 'location':
    case 'contacts':
      return { ...content, about };
    default:
      return content;
  }
}

/** The product from whose page it was written (Meta, Webhooks, "context"); without its id it is none. */
function askedProduct(product: JsonObject | undefined): AskedProduct | undefined {
  const productId = idOf(product?.product_retailer_id);
  return productId ? { catalogId: idOf(product?.catalog_id) ?? '', productId } : undefined;
}

function supportedContent(type: string, message: JsonObject): MessageContent | undefined {
  switch (type) {
    case 'text':
      return inText(objectOf(message.text)?.body);
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return attachment(type, objectOf(message[type])) ?? withheld(type, message);
    case 'location':
      return location(objectOf(message.location));
    case 'contacts':
      return contacts(listOf(message.contacts));
    case 'button': {
      const button = objectOf(message.button);
      return choice(button?.payload, textOf(button?.text) ?? button?.payload);
    }
    case 'interactive': {
      const interactive = objectOf(message.interactive);
      const reply = objectOf(interactive?.button_reply ?? interactive?.list_reply);
      return choice(reply?.id, reply?.title, reply?.description);
    }
    case 'reaction': {
      const reaction = objectOf(message.reaction);
      return reaction && { kind: 'reaction', emoji: textOf(reaction.emoji) ?? null, to: null };
    }
    case 'order':
      return order(objectOf(message.order));
    case 'edit': {
      const edited = objectOf(objectOf(message.edit)?.message);
      return edited && { kind: 'edited', to: null, text: textIn(contentOf(edited)) };
    }
    case 'revoke':
      return objectOf(message.revoke) && { kind: 'revoked', to: null };
    case 'system':
      return NUMBER_CHANGES.has(textOf(objectOf(message.system)?.type) ?? '')
        ? { kind: 'notice', notice: 'number-changed' }
        : undefined;
    default:
      return undefined;
  }
}

/** The system messages that tell of a new number; a business-scoped user id changes only with the number. */
export const NUMBER_CHANGES: ReadonlySet<string> = new Set([
  'user_changed_number',
  'customer_changed_number',
  'user_changed_user_id',
]);

function inText(value: unknown): MessageContent | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : { kind: 'text', text };
}

function choice(id: unknown, label: unknown, description?: unknown): MessageContent | undefined {
  const text = textOf(label);
  const more = textOf(description);
  return text === undefined
    ? undefined
    : { kind: 'choice', text, id: textOf(id), ...(more !== undefined && { description: more }) };
}

const textIn = (content: MessageContent): string | null =>
  content.kind === 'text' ? content.text : content.kind === 'attachment' ? (content.caption ?? null) : null;

/** Its file is named by {@link mediaOf}; ours gets its id when it is stored. */
function attachment(type: AttachmentType, media: JsonObject | undefined): MessageContent | undefined {
  return (
    media && {
      kind: 'attachment',
      type,
      mediaId: null,
      state: 'fetching',
      caption: textOf(media.caption),
      filename: textOf(media.filename),
      mimeType: textOf(media.mime_type),
      ...(media.voice === true && { voice: true }),
      ...(media.animated === true && { animated: true }),
    }
  );
}

/** Meta's word that it could not take over what the customer sent: a file beyond 100 MB, say. */
const NOT_HANDED_OVER = 131052;

function withheld(type: AttachmentType, message: JsonObject): MessageContent | undefined {
  const isWithheld = listOf(message.errors).some(({ code }) => errorCodeOf(code) === NOT_HANDED_OVER);
  return isWithheld ? { kind: 'attachment', type, mediaId: null, state: 'lost', reason: 'too-large' } : undefined;
}

function location(place: JsonObject | undefined): MessageContent | undefined {
  const latitude = numberOf(place?.latitude);
  const longitude = numberOf(place?.longitude);
  if (latitude === undefined || longitude === undefined) return undefined;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  return { kind: 'location', latitude, longitude, name: textOf(place?.name), address: textOf(place?.address) };
}

/** The most telling name of the kind: `interactive` and `system` have kinds of their own. */
function unsupportedType(type: string, message: JsonObject): string {
  const inner = ['interactive', 'system', 'unsupported'].includes(type)
    ? textOf(objectOf(message[type])?.type)
    : undefined;
  return inner ?? type;
}
