import type { MessageContent } from '../../contract/message.ts';
import type { Attachment } from '../../contract/message-parts.ts';
import type { AgentContent, ShopperContent } from '../../contract/outgoing.ts';
import { findMedia, type MediaRow } from '../db/media.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { findMessage, isMessageOf } from '../db/messages.ts';
import type { Scope } from '../db/scope.ts';
import { attachmentTypeOf } from '../domain/media-type.ts';
import { MAX_SIZE, outgoingProblem } from '../domain/message-limits.ts';
import { notFound, Refusal } from './refusal.ts';

/** Who sends: their own files are theirs to send, and nobody else's. */
export type Sender = { kind: 'agent' } | { kind: 'shopper'; visitorId: string; scope: Scope };

type Input = {
  text?: string | undefined;
  content?: AgentContent | ShopperContent | undefined;
  replyTo?: string | undefined;
};

/**
 * What a screen asked to send, as the thread keeps it. `replyTo`: what it quotes, which is of the same thread.
 * @throws Refusal not-found, invalid-request
 */
export async function outgoing(
  tx: MerchantTx,
  conversationId: string,
  sender: Sender,
  input: Input,
): Promise<{ content: MessageContent; replyTo: string | null }> {
  const replyTo = input.replyTo ?? null;
  const scope = sender.kind === 'shopper' ? sender.scope : null;
  if (replyTo && !(await isMessageOf(tx, replyTo, conversationId, scope))) throw notFound('message');
  const content: MessageContent =
    input.text === undefined
      ? await contentOf(tx, conversationId, sender, input.content!, replyTo)
      : { kind: 'text', text: input.text };
  const problem = outgoingProblem(content);
  if (problem) throw new Refusal('invalid-request', problem);
  return { content, replyTo: content.kind === 'reaction' ? null : replyTo };
}

async function contentOf(
  tx: MerchantTx,
  conversationId: string,
  sender: Sender,
  asked: AgentContent | ShopperContent,
  replyTo: string | null,
): Promise<MessageContent> {
  switch (asked.kind) {
    case 'attachment':
      return attach(asked, await mediaOf(tx, sender, asked.mediaId));
    case 'buttons': {
      const { media, ...question } = asked;
      if (!media) return question;
      return { ...question, media: attach(media, await mediaOf(tx, sender, media.mediaId)) };
    }
    case 'choice':
      return choose(tx, asked.id, replyTo);
    case 'contacts':
      return { ...asked, names: asked.cards.map(({ name }) => name) };
    case 'reaction':
      if (!(await isMessageOf(tx, asked.to, conversationId))) throw notFound('message');
      return asked;
    default:
      return asked;
  }
}

async function mediaOf(tx: MerchantTx, sender: Sender, mediaId: string): Promise<MediaRow> {
  const row = await findMedia(tx, mediaId);
  const isTheirs =
    sender.kind === 'agent'
      ? row?.source === 'agent'
      : row?.source === 'shopper' && row.uploadedBy === sender.visitorId;
  if (!row || !isTheirs || row.state !== 'stored') throw notFound('file');
  return row;
}

type Asked = Omit<Extract<AgentContent, { kind: 'attachment' }>, 'kind'>;

function attach({ caption, as, voice }: Asked, row: MediaRow): Attachment {
  return {
    kind: 'attachment',
    type: as ?? typeOf(row),
    mediaId: row.id,
    state: 'stored',
    ...(caption !== undefined && { caption }),
    ...(row.filename !== null && { filename: row.filename }),
    mimeType: row.mimeType!,
    size: row.size!,
    sha256: row.sha256!,
    ...(voice && { voice }),
    ...(row.animated && { animated: true }),
    ...(row.width !== null && row.height !== null && { width: row.width, height: row.height }),
  };
}

/** How a file goes unless it is said otherwise. A video that is too large for one can still go as a document; a photo is refused, so that nobody wonders. */
export function typeOf({ mimeType, size }: Pick<MediaRow, 'mimeType' | 'size'>) {
  const type = attachmentTypeOf(mimeType ?? '');
  return type === 'video' && (size ?? 0) > MAX_SIZE.video ? 'document' : type;
}

/** A tap counts only on what is there to be tapped. */
async function choose(tx: MerchantTx, id: string, replyTo: string | null): Promise<MessageContent> {
  const question = replyTo ? (await findMessage(tx, replyTo))?.content : null;
  const answers =
    question?.kind === 'buttons'
      ? question.buttons
      : question?.kind === 'list'
        ? question.sections.flatMap(section => section.rows)
        : [];
  const chosen: { id: string; title: string; description?: string | undefined } | undefined = answers.find(
    answer => answer.id === id,
  );
  if (!chosen) throw new Refusal('invalid-request', 'id: there is no such button or row in the message of replyTo.');
  const { title, description } = chosen;
  return { kind: 'choice', text: title, id, ...(description !== undefined && { description }) };
}
