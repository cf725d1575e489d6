import type { MessageContent } from '../../contract/message.ts';
import type { Attachment, Buttons, ListMessage, ProductList } from '../../contract/message-parts.ts';
import { attachmentTypeOf, bareMime } from './media-type.ts';

/*
 * WhatsApp's limits (Cloud API, "Messages" and "Media"), kept for both channels, so that a conversation can go on in WhatsApp whatever was
 * said on the page. Lengths are in UTF-16 code units. Each answer is a sentence for whoever sends, or null.
 */

const KB = 1024;
const MB = 1024 * KB;

const MAX_CAPTION = 1024;
const MAX_AROUND = 60;
const MAX_BUTTONS = 3;
const MAX_BUTTON_TITLE = 20;
const MAX_BUTTON_ID = 256;
const MAX_BUTTONS_TEXT = 1024;
const MAX_SECTIONS = 10;
const MAX_ROWS = 10;
const MAX_ROW_ID = 200;
const MAX_ROW_TITLE = 24;
const MAX_ROW_DESCRIPTION = 72;
const MAX_LIST_TEXT = 4096;
const MAX_PRODUCTS = 30;

/** Bytes. */
export const MAX_SIZE: Record<Attachment['type'], number> = {
  image: 5 * MB,
  video: 16 * MB,
  audio: 16 * MB,
  document: 100 * MB,
  sticker: 500 * KB,
};
const MAX_STILL_STICKER = 100 * KB;
const STICKER_SIDE = 512;

/** What is wrong with a message that is about to be sent? Null: nothing. */
export function outgoingProblem(content: MessageContent): string | null {
  switch (content.kind) {
    case 'attachment':
      return attachmentProblem(content);
    case 'buttons':
      return buttonsProblem(content);
    case 'list':
      return listProblem(content);
    case 'product':
      return (
        tooLong('The text of a product', content.text, MAX_BUTTONS_TEXT) ??
        tooLong('The footer', content.footer, MAX_AROUND)
      );
    case 'product-list':
      return productsProblem(content);
    case 'contacts':
      return content.cards?.some(card => card.phones.length + card.emails.length === 0)
        ? 'A contact needs a phone or an e-mail address.'
        : null;
    case 'location':
    case 'reaction':
    case 'text':
    case 'choice':
    case 'template':
      return null;
    case 'order':
    case 'notice':
    case 'edited':
    case 'revoked':
    case 'unsupported':
      return 'A message of this kind cannot be sent.';
  }
}

function attachmentProblem(file: Attachment): string | null {
  const { type, caption, size = 0, mimeType = '' } = file;
  if (size === 0) return 'The file is empty.';
  if (size > MAX_SIZE[type])
    return `${NAMES[type]} may have ${sizeOf(MAX_SIZE[type])} at most; this one has ${sizeOf(size)}.`;
  if (caption !== undefined && !TAKES_CAPTION[type]) return `${NAMES[type]} takes no caption on WhatsApp.`;
  if (type === 'sticker') return stickerProblem(file);
  if (type !== 'document' && attachmentTypeOf(mimeType) !== type)
    return `WhatsApp shows no ${type} of the kind ${bareMime(mimeType)}.`;
  if (file.voice && bareMime(mimeType) !== 'audio/ogg') return 'A voice note has to be OGG with Opus.';
  return tooLong('A caption', caption, MAX_CAPTION);
}

function stickerProblem({ mimeType = '', animated, size = 0, width, height }: Attachment): string | null {
  if (bareMime(mimeType) !== 'image/webp') return 'A sticker has to be a WebP picture.';
  if (width !== STICKER_SIDE || height !== STICKER_SIDE)
    return `A sticker has to have ${STICKER_SIDE} × ${STICKER_SIDE} pixels.`;
  if (!animated && size > MAX_STILL_STICKER)
    return `A sticker that stands still may have ${sizeOf(MAX_STILL_STICKER)} at most.`;
  return null;
}

function buttonsProblem({ text, header, media, footer, buttons }: Buttons): string | null {
  if (buttons.length > MAX_BUTTONS)
    return `WhatsApp shows ${MAX_BUTTONS} buttons at most: a list has room for ${MAX_ROWS}.`;
  if (!isDistinct(buttons.map(({ title }) => title))) return 'Two buttons have the same words.';
  if (!isDistinct(buttons.map(({ id }) => id))) return 'Two buttons have the same id.';
  return (
    tooLong('The text', text, MAX_BUTTONS_TEXT) ??
    aroundProblem(header, footer) ??
    headerFileProblem(header, media) ??
    firstOf(
      buttons,
      ({ id, title }) => tooLong('A button', title, MAX_BUTTON_TITLE) ?? tooLong("A button's id", id, MAX_BUTTON_ID),
    )
  );
}

function headerFileProblem(header: string | undefined, media: Attachment | undefined): string | null {
  if (!media) return null;
  if (header !== undefined) return 'Above the question stands a heading or a file, not both.';
  if (media.type === 'audio' || media.type === 'sticker')
    return 'Above the question WhatsApp shows a picture, a video or a document.';
  return attachmentProblem(media);
}

function listProblem({ text, header, footer, button, sections }: ListMessage): string | null {
  const rows = sections.flatMap(section => section.rows);
  if (sections.length > MAX_SECTIONS) return `A list has ${MAX_SECTIONS} sections at most.`;
  if (rows.length > MAX_ROWS) return `A list has ${MAX_ROWS} rows at most, all sections together.`;
  if (sections.length > 1 && sections.some(({ title }) => !title))
    return 'Where there are several sections, each needs a title.';
  if (!isDistinct(rows.map(({ id }) => id))) return 'Two rows have the same id.';
  return (
    tooLong('The text', text, MAX_LIST_TEXT) ??
    aroundProblem(header, footer) ??
    tooLong('The button', button, MAX_BUTTON_TITLE) ??
    firstOf(sections, ({ title }) => tooLong("A section's title", title, MAX_ROW_TITLE)) ??
    firstOf(
      rows,
      ({ id, title, description }) =>
        tooLong('A row', title, MAX_ROW_TITLE) ??
        tooLong("A row's description", description, MAX_ROW_DESCRIPTION) ??
        tooLong("A row's id", id, MAX_ROW_ID),
    )
  );
}

function productsProblem({ header, text, footer, sections }: ProductList): string | null {
  const products = sections.flatMap(({ productIds }) => productIds);
  if (sections.length > MAX_SECTIONS) return `A list of products has ${MAX_SECTIONS} sections at most.`;
  if (products.length > MAX_PRODUCTS) return `A list of products has ${MAX_PRODUCTS} at most, all sections together.`;
  if (sections.length > 1 && sections.some(({ title }) => !title))
    return 'Where there are several sections, each needs a title.';
  if (!isDistinct(products)) return 'A product stands in the list twice.';
  return (
    tooLong('The text', text, MAX_BUTTONS_TEXT) ??
    aroundProblem(header, footer) ??
    firstOf(sections, ({ title }) => tooLong("A section's title", title, MAX_ROW_TITLE))
  );
}

const aroundProblem = (header: string | undefined, footer: string | undefined) =>
  tooLong('The header', header, MAX_AROUND) ?? tooLong('The footer', footer, MAX_AROUND);

const tooLong = (what: string, text: string | undefined, limit: number) =>
  text !== undefined && text.length > limit
    ? `${what} may have ${limit} characters at most; this has ${text.length}.`
    : null;

const isDistinct = (words: readonly string[]) => new Set(words).size === words.length;

function firstOf<T>(items: readonly T[], problemOf: (item: T) => string | null): string | null {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem) return problem;
  }
  return null;
}

const NAMES = { image: 'An image', video: 'A video', audio: 'Audio', document: 'A document', sticker: 'A sticker' };
const TAKES_CAPTION = { image: true, video: true, audio: false, document: true, sticker: false };

/** Bytes as people say them. */
export const sizeOf = (bytes: number): string =>
  bytes >= MB ? `${(bytes / MB).toFixed(1).replace('.0', '')} MB` : `${Math.max(1, Math.round(bytes / KB))} KB`;
