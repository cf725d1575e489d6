import type { Message, MessageContent } from '../../contract/message.ts';

const ATTACHMENTS = { image: 'Photo', video: 'Video', audio: 'Audio', document: 'Document', sticker: 'Sticker' };

export const attachmentName = (type: keyof typeof ATTACHMENTS): string => ATTACHMENTS[type];

/** A message in one line of plain text. */
export function previewText(content: MessageContent): string {
  switch (content.kind) {
    case 'text':
    case 'choice':
    case 'buttons':
    case 'list':
    case 'product-list':
      return content.text;
    case 'product':
      return content.text ?? `Product ${content.productId}`;
    case 'order':
      return `Order of ${content.items.length === 1 ? 'one product' : `${content.items.length} products`}`;
    case 'edited':
      return content.text === null ? 'Changed a message' : `Changed a message: ${content.text}`;
    case 'revoked':
      return 'Deleted a message';
    case 'attachment':
      return [attachmentName(content.type), content.caption ?? content.filename].filter(Boolean).join(': ');
    case 'location':
      return ['Location', content.name ?? content.address].filter(Boolean).join(': ');
    case 'contacts':
      return `Contact: ${content.names.join(', ')}`;
    case 'template':
      return content.body;
    case 'reaction':
      return content.emoji ? `Reacted ${content.emoji}` : 'Took a reaction back';
    case 'notice':
      return noticeText(content.notice);
    case 'unsupported':
      return `A message that cannot be shown here (${content.type})`;
  }
}

export function noticeText(notice: Extract<MessageContent, { kind: 'notice' }>['notice']): string {
  switch (notice) {
    case 'whatsapp-linked':
      return 'The shopper went on in WhatsApp';
    case 'number-changed':
      return 'The shopper’s WhatsApp number changed';
    case 'opted-out':
      return 'The customer wants no automatic messages';
    case 'opted-out-of-offers':
      return 'The customer wants no offers';
    case 'opted-in':
      return 'The customer wants to hear from you again';
  }
}

/** A message in one line of plain text, with the product that it asks about. */
export function previewLine(content: MessageContent): string {
  const about = 'about' in content ? content.about : undefined;
  return about ? `${previewText(content)} (product ${about.productId})` : previewText(content);
}

/** The last message as a row of the inbox tells it: who, then what. */
export function rowPreview(message: Message, agentId: string): string {
  const text = previewLine(message.content);
  if (message.author.kind !== 'agent') return text;
  return `${message.author.id === agentId ? 'You' : message.author.name}: ${text}`;
}

/** A kind of message, where there are no words to show. */
export function kindName(kind: string): string {
  if (kind in ATTACHMENTS) return attachmentName(kind as keyof typeof ATTACHMENTS);
  const names: Record<string, string> = {
    location: 'Location',
    contacts: 'Contact',
    order: 'Order',
    product: 'Product',
    'product-list': 'Products',
  };
  return names[kind] ?? 'Message';
}
