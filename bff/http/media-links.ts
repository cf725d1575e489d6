import { fileOf, type Message, type MessagePage } from '../../contract/message.ts';
import type { ConversationSnapshot } from '../../contract/storefront.ts';
import type { Deps } from './deps.ts';

/** Where a file can be had for a while. Made for whoever may see the message that carries it, at the moment of reading. */
export const mediaUrl = ({ mediaLinks, clock }: Deps, merchantId: string, mediaId: string): string =>
  `/media/${mediaLinks.sign({ merchantId, mediaId }, clock.now())}`;

/** The message with a link to its file. */
export function linked(deps: Deps, merchantId: string, message: Message): Message {
  const { content } = message;
  const file = fileOf(content);
  if (file?.state !== 'stored' || !file.mediaId) return message;
  const url = mediaUrl(deps, merchantId, file.mediaId);
  if (content.kind === 'buttons') return { ...message, content: { ...content, media: { ...file, url } } };
  return { ...message, content: { ...file, url } };
}

export const linkedPage = <P extends Pick<MessagePage | ConversationSnapshot, 'messages'>>(
  deps: Deps,
  merchantId: string,
  page: P,
): P => ({ ...page, messages: page.messages.map(message => linked(deps, merchantId, message)) });
