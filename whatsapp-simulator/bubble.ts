import type { CatalogProduct } from './catalogs.ts';

/** What a message looks like on the phone, whatever its type. Every part is optional. */
export type Bubble = {
  header?: { text: string };
  media?: {
    kind: 'image' | 'video' | 'audio' | 'document' | 'sticker';
    id: string | null;
    filename?: string;
    voice?: boolean;
  };
  /** The product from whose page it was written. */
  about?: CatalogProduct;
  location?: { latitude: number; longitude: number; name?: string; address?: string };
  contacts?: { name: string; phone?: string }[];
  text?: string;
  footer?: string;
  buttons?: BubbleButton[];
  list?: { label: string; sections: { title?: string; rows: { id: string; title: string; description?: string }[] }[] };
  /** What can be ordered. */
  shelf?: { catalogId: string; sections: { title?: string; products: CatalogProduct[] }[] };
  /** Something the phone can only name: an order, an unsupported message. */
  note?: string;
};

/** `reply` answers the business; the others open something on the phone and send nothing. */
export type BubbleButton =
  | { kind: 'reply'; text: string; id: string; from: 'template' | 'interactive' }
  | { kind: 'url'; text: string; url: string }
  | { kind: 'call'; text: string; phone: string }
  | { kind: 'copy'; text: string; code: string }
  | { kind: 'location'; text: string };

/** One line of it, for the chat list and for quotes. */
export function summary(bubble: Bubble): string {
  if (bubble.text) return bubble.text;
  if (bubble.media) return MEDIA_NAMES[bubble.media.kind];
  if (bubble.location) return `📍 ${bubble.location.name ?? 'Location'}`;
  if (bubble.contacts) return `👤 ${bubble.contacts.map(contact => contact.name).join(', ')}`;
  if (bubble.shelf) return `🛍️ ${bubble.shelf.sections[0]?.products[0]?.name ?? 'Products'}`;
  return bubble.header?.text ?? bubble.note ?? '';
}

const MEDIA_NAMES = {
  image: '📷 Photo',
  video: '🎥 Video',
  audio: '🎤 Audio',
  document: '📄 Document',
  sticker: '💟 Sticker',
};
