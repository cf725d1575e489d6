import { randomUUIDv7 } from 'node:crypto';
import { insertMedia, saveUpload } from '../db/media.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { appendMessage } from '../db/messages.ts';
import { noteTyping } from '../db/presence.ts';
import { NOW } from './merchants.ts';

type Around = { conversationId: string; numberId: string; agentId: string; answerTo: string };

/** A file that an agent sent, one that is still on its way from WhatsApp, and one that nobody sent. */
export async function furnishMedia(tx: MerchantTx, { conversationId, numberId, agentId, answerTo }: Around) {
  const [storedId, fetchingId, unsentId] = [randomUUIDv7(), randomUUIDv7(), randomUUIDv7()];
  const sha256 = storedId.replaceAll('-', '').repeat(2);
  const stored = { state: 'stored', source: 'agent', uploadedBy: agentId, createdAt: NOW, storedAt: NOW } as const;
  const facts = { mimeType: 'image/png', size: 9, sha256, filename: `${storedId}.png` };
  await insertMedia(tx, { id: storedId, ...stored, ...facts });
  await insertMedia(tx, { id: unsentId, ...stored, ...facts });
  const metaId = `meta ${fetchingId}`;
  await insertMedia(tx, { id: fetchingId, state: 'fetching', source: 'whatsapp', numberId, metaId, createdAt: NOW });
  const content = { kind: 'attachment', type: 'image', mediaId: storedId, state: 'stored' } as const;
  const pictureId = randomUUIDv7();
  const author = { kind: 'agent', id: agentId } as const;
  const picture = { id: pictureId, conversationId, author, channel: 'web', content, replyTo: answerTo } as const;
  await appendMessage(tx, { ...picture, sentAt: NOW, now: NOW });
  await saveUpload(tx, { mediaId: storedId, numberId, metaId: `uploaded ${storedId}`, uploadedAt: NOW });
  await noteTyping(tx, conversationId, 0, NOW);
  return { storedId, fetchingId, unsentId, metaId, pictureId, sha256 };
}
