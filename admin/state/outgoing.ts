import type { MediaUploaded } from '../../contract/media.ts';
import type { Message, MessageContent } from '../../contract/message.ts';
import type { Attachment, Quote } from '../../contract/message-parts.ts';
import type { AgentContent } from '../../contract/outgoing.ts';
import type { MoreContent } from './more-form.ts';
import { previewText } from './preview.ts';

/** What an agent sends, besides where it goes. */
export type Said = { text: string; content: null } | { text: null; content: AgentContent; shown: MessageContent };

export const saidText = (text: string): Said => ({ text, content: null });

/** An attachment as the outbox shows it until the server has taken it. */
export function saidFile(file: MediaUploaded, caption: string): Said {
  const words = caption === '' ? {} : { caption };
  const content = { kind: 'attachment', mediaId: file.id, ...words } as const;
  return { text: null, content, shown: { ...shownFile(file), ...words } };
}

function shownFile({ id: mediaId, type, mimeType, size, filename, width, height, url }: MediaUploaded): Attachment {
  return {
    ...{ kind: 'attachment', type, mediaId, state: 'stored', mimeType, size, url },
    ...(filename !== null && { filename }),
    ...(width !== null && height !== null && { width, height }),
  };
}

/** What was put together in the dialog. `above`: the file over a question. */
export function saidContent(content: MoreContent, above: MediaUploaded | null = null): Said {
  return { text: null, content, shown: shownContent(content, above) };
}

function shownContent(content: MoreContent, above: MediaUploaded | null): MessageContent {
  switch (content.kind) {
    case 'contacts':
      return { ...content, names: content.cards.map(({ name }) => name) };
    case 'buttons':
      return { ...content, media: above ? shownFile(above) : undefined };
    default:
      return content;
  }
}

/** WhatsApp shows words below these; below a sound they would be lost. */
export const takesCaption = ({ type }: Pick<MediaUploaded, 'type'>): boolean => type !== 'audio' && type !== 'sticker';

/** A message as the box shows what is being answered. */
export const quoteOf = ({ id, author, content }: Message): Quote => ({
  id,
  author: author.kind,
  kind: content.kind === 'attachment' ? content.type : content.kind,
  text: previewText(content),
});
