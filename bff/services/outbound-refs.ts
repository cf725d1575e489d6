import type { MessageContent } from '../../contract/message.ts';
import type { Attachment } from '../../contract/message-parts.ts';
import { findMedia, findUpload, type MediaRow, saveUpload } from '../db/media.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { findReplyTo, findWamid } from '../db/messages.ts';
import { DAY } from '../domain/duration.ts';
import { bareMime } from '../domain/media-type.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { MediaApi } from '../whatsapp/media-api.ts';
import type { OutboundRefs } from '../whatsapp/outbound-kinds.ts';

export type RefTools = { db: Db; api: MediaApi; store: MediaStore };

type Asked = {
  merchantId: string;
  messageId: string;
  content: MessageContent;
  number: { id: string; phoneNumberId: string };
  accessToken: string;
};

/** `quotes`: Meta's id of the quoted message. Or why the message cannot be sent, as a sentence for the merchant. */
export type Refs = (OutboundRefs & { quotes?: string | undefined }) | { refused: string };

/** Meta keeps an uploaded file for 30 days; one that has been there so long is uploaded anew. */
const UPLOAD_GOOD_FOR = 29 * DAY;

/**
 * What a message names by our ids, as Meta names it: the file, uploaded for this number if Meta has it no more; the message reacted to;
 * the quoted one. A quote that Meta cannot know is left out: the words still stand by themselves.
 */
export async function outboundRefs(tools: RefTools, asked: Asked, now: Date): Promise<Refs> {
  const { merchantId, messageId, content } = asked;
  const [quotes, reactsTo] = await withMerchant(tools.db, merchantId, async tx => {
    const replyTo = await findReplyTo(tx, messageId);
    return [
      replyTo && (await findWamid(tx, replyTo)),
      content.kind === 'reaction' && content.to ? await findWamid(tx, content.to) : null,
    ];
  });
  if (content.kind === 'reaction')
    return reactsTo ? { reactsTo } : { refused: 'The message that this reacts to is not in WhatsApp.' };
  const quoted = quotes ? { quotes } : {};
  if (content.kind !== 'attachment') return quoted;
  const uploaded = await upload(tools, asked, content, now);
  return 'refused' in uploaded ? uploaded : { ...quoted, ...uploaded };
}

async function upload(
  { db, api, store }: RefTools,
  { merchantId, number, accessToken }: Asked,
  { mediaId, type }: Attachment,
  now: Date,
): Promise<{ metaMediaId: string } | { refused: string }> {
  const [row, known] = await withMerchant(db, merchantId, async tx =>
    mediaId ? [await findMedia(tx, mediaId), await findUpload(tx, mediaId, number.id)] : [null, null],
  );
  if (known && now.getTime() - known.uploadedAt.getTime() < UPLOAD_GOOD_FOR) return { metaMediaId: known.metaId };
  if (row?.state !== 'stored' || !row.sha256) return { refused: 'The file is not here any more.' };
  const { id, sha256 } = row;
  const about = { phoneNumberId: number.phoneNumberId, accessToken, ...described(row, type) };
  const answer = await store.lend({ merchantId, mediaId: id, sha256 }, file => api.upload({ ...about, file }));
  if (!answer) return { refused: 'The file is not here any more.' };
  if (answer.kind === 'refused')
    return { refused: `WhatsApp did not take the file: ${answer.details || answer.title}` };
  if (answer.kind !== 'uploaded')
    return { refused: 'The file could not be brought to WhatsApp. Please send it again.' };
  const { metaId } = answer;
  await withMerchant(db, merchantId, tx =>
    saveUpload(tx, { mediaId: id, numberId: number.id, metaId, uploadedAt: now }),
  );
  return { metaMediaId: metaId };
}

/** Meta goes by the kind that it is told, and takes no parameters there but those of a voice note. */
function described({ mimeType, filename }: MediaRow, type: Attachment['type']) {
  const mime = mimeType ?? 'application/octet-stream';
  const kind = bareMime(mime) === 'audio/x-m4a' ? 'audio/mp4' : type === 'audio' ? mime : bareMime(mime);
  return { mimeType: kind, filename: filename ?? `file.${kind.split('/')[1]?.split(';')[0] ?? 'bin'}` };
}
