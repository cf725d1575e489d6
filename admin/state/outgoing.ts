import type { MediaUploaded } from '../../contract/media.ts';
import type { Message, MessageContent } from '../../contract/message.ts';
import type { Quote } from '../../contract/message-parts.ts';
import type { AgentContent } from '../../contract/outgoing.ts';
import { previewText } from './preview.ts';

/** What an agent sends, besides where it goes. */
export type Said = { text: string; content: null } | { text: null; content: AgentContent; shown: MessageContent };

export const saidText = (text: string): Said => ({ text, content: null });

/** An attachment as the outbox shows it until the server has taken it. */
export function saidFile(file: MediaUploaded, caption: string): Said {
  const { id: mediaId, type, mimeType, size, filename, width, height, url } = file;
  const words = caption === '' ? {} : { caption };
  const shown: MessageContent = {
    ...{ kind: 'attachment', type, mediaId, state: 'stored', mimeType, size, url },
    ...words,
    ...(filename !== null && { filename }),
    ...(width !== null && height !== null && { width, height }),
  };
  return { text: null, content: { kind: 'attachment', mediaId, ...words }, shown };
}

/** What was put together in the dialog. */
export function saidContent(content: Exclude<AgentContent, { kind: 'attachment' }>): Said {
  const shown: MessageContent =
    content.kind === 'contacts' ? { ...content, names: content.cards.map(({ name }) => name) } : content;
  return { text: null, content, shown };
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
