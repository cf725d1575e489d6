import { randomUUIDv7 } from 'node:crypto';
import type { MessageContent } from '../../contract/message.ts';
import { enqueue } from '../db/jobs.ts';
import { insertMedia } from '../db/media.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { findMessageIdByWamid } from '../db/messages.ts';
import { fileNameOf } from '../domain/file-name.ts';
import type { InboundMessage } from '../whatsapp/inbound-message.ts';

/** What it says, in our ids: Meta's names of messages and files mean nothing to a screen. A file is fetched from now on. */
export async function inboundContent(
  tx: MerchantTx,
  { content, concerns, media }: InboundMessage,
  numberId: string,
  now: Date,
): Promise<MessageContent> {
  switch (content.kind) {
    case 'reaction':
    case 'edited':
    case 'revoked':
      return { ...content, to: concerns ? await findMessageIdByWamid(tx, concerns) : null };
    case 'attachment':
      if (content.state !== 'fetching') return content;
      if (!media) return { ...content, state: 'lost', reason: 'refused' };
      return { ...content, mediaId: await expectMedia(tx, { ...media, numberId, filename: content.filename }, now) };
    default:
      return content;
  }
}

async function expectMedia(
  tx: MerchantTx,
  file: { metaId: string; sha256?: string | undefined; numberId: string; filename: string | undefined },
  now: Date,
): Promise<string> {
  const id = randomUUIDv7();
  const { metaId, sha256: announcedSha256, numberId, filename } = file;
  const named = { metaId, announcedSha256: announcedSha256 ?? null, numberId, filename: fileNameOf(filename) };
  await insertMedia(tx, { id, state: 'fetching', source: 'whatsapp', ...named, createdAt: now });
  await enqueue(tx, { id, kind: 'media', ref: id, dueAt: now });
  return id;
}
