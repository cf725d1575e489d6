import { fileOf, type MessageContent } from '../../contract/message.ts';
import type { Attachment } from '../../contract/message-parts.ts';
import { findMedia, findUpload, type MediaRow, saveUpload } from '../db/media.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { findWamid } from '../db/messages.ts';
import { DAY } from '../domain/duration.ts';
import { bareMime } from '../domain/media-type.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { SendOutcome } from '../whatsapp/cloud-api.ts';
import type { MediaApi } from '../whatsapp/media-api.ts';
import type { OutboundRefs } from '../whatsapp/outbound-kinds.ts';

export type RefTools = { db: Db; mediaApi: MediaApi; mediaStore: MediaStore };

type Asked = {
  merchantId: string;
  content: MessageContent;
  number: { id: string; phoneNumberId: string };
  accessToken: string;
};

/** Or why the message cannot be sent, as a sentence for the merchant; or what came of bringing its file to Meta, by which it may be tried again. */
export type Refs = (OutboundRefs & KeptFile) | NoRefs;
/** Its file is not brought to Meta for it, but has been there before. */
export type KeptFile = { keptFile?: boolean };
export type NoRefs = { refused: string } | { failed: SendOutcome };

/** Meta keeps an uploaded file for 30 days; one that has been there so long is uploaded anew. */
const UPLOAD_GOOD_FOR = 29 * DAY;

/** What a message names by our ids, as Meta names it: the message reacted to, or the file, uploaded for this number if Meta has it no more. */
export async function outboundRefs(tools: RefTools, asked: Asked, now: Date): Promise<Refs> {
  const { merchantId, content } = asked;
  const file = fileOf(content);
  if (file) return upload(tools, asked, file, now);
  if (content.kind !== 'reaction') return {};
  const { to } = content;
  const reactsTo = to && (await withMerchant(tools.db, merchantId, tx => findWamid(tx, to)));
  return reactsTo ? { reactsTo } : { refused: 'The message that this reacts to is not in WhatsApp.' };
}

async function upload(
  { db, mediaApi, mediaStore }: RefTools,
  { merchantId, number, accessToken }: Asked,
  { mediaId, type }: Attachment,
  now: Date,
): Promise<({ metaMediaId: string } & KeptFile) | NoRefs> {
  const [row, known] = await withMerchant(db, merchantId, async tx =>
    mediaId ? [await findMedia(tx, mediaId), await findUpload(tx, mediaId, number.id)] : [null, null],
  );
  if (known && now.getTime() - known.uploadedAt.getTime() < UPLOAD_GOOD_FOR)
    return { metaMediaId: known.metaId, keptFile: true };
  if (row?.state !== 'stored' || !row.sha256) return { refused: 'The file is not here any more.' };
  const { id, sha256 } = row;
  const about = { phoneNumberId: number.phoneNumberId, accessToken, ...described(row, type) };
  const answer = await mediaStore.lend({ merchantId, mediaId: id, sha256 }, file =>
    mediaApi.upload({ ...about, file }),
  );
  if (!answer) return { refused: 'The file is not here any more.' };
  if (answer.kind !== 'uploaded') return { failed: failureOf(answer) };
  const { metaId } = answer;
  await withMerchant(db, merchantId, tx =>
    saveUpload(tx, { mediaId: id, numberId: number.id, metaId, uploadedAt: now }),
  );
  return { metaMediaId: metaId };
}

type Failure = Exclude<Awaited<ReturnType<MediaApi['upload']>>, { kind: 'uploaded' }>;

/** No message has left with the file: what is in doubt of an upload is no doubt of the message, and a few more tries do no harm. */
function failureOf(answer: Failure): SendOutcome {
  if (answer.kind === 'unreachable') return answer;
  if (answer.kind === 'ambiguous') return { ...NOT_BROUGHT, title: answer.reason };
  const isAboutFile = answer.errorClass === 'FIX' || answer.errorClass === 'NO';
  const explanation = `WhatsApp did not take the file: ${answer.details || answer.title}`;
  return isAboutFile ? { ...answer, explanation } : answer;
}

const NOT_BROUGHT = {
  kind: 'refused',
  errorClass: 'RB',
  httpStatus: 0,
  code: null,
  details: '',
  explanation: 'The file could not be brought to WhatsApp.',
  advice: 'Please send it again.',
} as const;

/** Meta goes by the kind that it is told, and takes no parameters there but those of a voice note. */
function described({ mimeType, filename }: MediaRow, type: Attachment['type']) {
  const mime = mimeType ?? 'application/octet-stream';
  const kind = bareMime(mime) === 'audio/x-m4a' ? 'audio/mp4' : type === 'audio' ? mime : bareMime(mime);
  return { mimeType: kind, filename: filename ?? `file.${kind.split('/')[1]?.split(';')[0] ?? 'bin'}` };
}
