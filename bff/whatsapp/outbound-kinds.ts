import type { MessageContent } from '../../contract/message.ts';
import type { Attachment, Buttons, ContactCard, ListMessage, ProductList } from '../../contract/message-parts.ts';
import type { JsonObject } from './json.ts';

/** What our ids are at Meta. */
export type OutboundRefs = {
  /** Meta's id of the file. */
  metaMediaId?: string | undefined;
  /** Meta's id of the message that is reacted to. */
  reactsTo?: string | undefined;
};

type Kind<K extends MessageContent['kind']> = Extract<MessageContent, { kind: K }>;

/** The object of a message that is neither text nor template (Meta, Cloud API, "Messages"); null for what cannot be sent by WhatsApp. */
export function outboundKind(content: MessageContent, refs: OutboundRefs): ({ type: string } & JsonObject) | null {
  switch (content.kind) {
    case 'attachment':
      return refs.metaMediaId ? file(content, refs.metaMediaId) : null;
    case 'reaction':
      return refs.reactsTo
        ? { type: 'reaction', reaction: { message_id: refs.reactsTo, emoji: content.emoji ?? '' } }
        : null;
    case 'location': {
      const { kind, ...place } = content;
      return { type: 'location', location: place };
    }
    case 'contacts':
      return content.cards ? { type: 'contacts', contacts: content.cards.map(card) } : null;
    case 'buttons':
      if (content.media && !refs.metaMediaId) return null;
      return interactive(buttons(content, refs.metaMediaId));
    case 'list':
      return interactive(list(content));
    case 'product':
      return interactive(product(content));
    case 'product-list':
      return interactive(productList(content));
    default:
      return null;
  }
}

const interactive = (body: JsonObject) => ({ type: 'interactive', interactive: body });

function file({ type, caption, filename, voice }: Attachment, id: string) {
  switch (type) {
    case 'image':
    case 'video':
      return { type, [type]: { id, ...(caption && { caption }) } };
    case 'document':
      return { type, document: { id, ...(caption && { caption }), ...(filename && { filename }) } };
    case 'audio':
      return { type, audio: { id, ...(voice && { voice: true }) } };
    case 'sticker':
      return { type, sticker: { id } };
  }
}

/** Meta wants one more part of the name than the whole of it. */
function card({ name, phones, emails, organization }: ContactCard) {
  const [first = name] = name.split(' ');
  return {
    name: { formatted_name: name, first_name: first },
    phones: phones.map(({ phone, type }) => ({ phone, type: type ?? 'CELL' })),
    emails: emails.map(({ email, type }) => ({ email, type: type ?? 'WORK' })),
    ...(organization && { org: { company: organization } }),
  };
}

const around = ({ header, footer }: { header?: string | undefined; footer?: string | undefined }) => ({
  ...(header && { header: { type: 'text', text: header } }),
  ...(footer && { footer: { text: footer } }),
});

const buttons = (content: Buttons, metaMediaId: string | undefined) => ({
  type: 'button',
  ...around(content),
  ...(content.media && metaMediaId && { header: file(content.media, metaMediaId) }),
  body: { text: content.text },
  action: { buttons: content.buttons.map(reply => ({ type: 'reply', reply })) },
});

const list = (content: ListMessage) => ({
  type: 'list',
  ...around(content),
  body: { text: content.text },
  action: { button: content.button, sections: content.sections },
});

const product = ({ catalogId, productId, text, footer }: Kind<'product'>) => ({
  type: 'product',
  ...(text && { body: { text } }),
  ...around({ footer }),
  action: { catalog_id: catalogId, product_retailer_id: productId },
});

const productList = ({ catalogId, text, sections, ...content }: ProductList) => ({
  type: 'product_list',
  ...around(content),
  body: { text },
  action: {
    catalog_id: catalogId,
    sections: sections.map(({ title, productIds }) => ({
      ...(title && { title }),
      product_items: productIds.map(id => ({ product_retailer_id: id })),
    })),
  },
});
