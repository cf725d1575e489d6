import { randomUUIDv7 } from 'node:crypto';
import * as media from '../db/media.ts';
import * as messages from '../db/messages.ts';
import * as presence from '../db/presence.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

const LATER = new Date(NOW.getTime() + 60_000);
const EVER = 1000;

export const MEDIA_CASES: Record<string, TenantCase[]> = {
  insertMedia: [
    tx => media.insertMedia(tx, { id: randomUUIDv7(), state: 'stored', source: 'agent', createdAt: NOW }),
    (tx, { number }) =>
      media.insertMedia(tx, {
        ...{ id: randomUUIDv7(), state: 'fetching', source: 'whatsapp', metaId: 'x' },
        ...{ numberId: number.id, createdAt: NOW },
      }),
  ],
  findMedia: [(tx, { files }) => media.findMedia(tx, files.storedId)],
  lockMedia: [(tx, { files }) => media.lockMedia(tx, files.storedId)],
  saveMedia: [(tx, { files }) => media.saveMedia(tx, files.storedId, { filename: 'x' })],
  deleteMedia: [(tx, { files }) => media.deleteMedia(tx, files.fetchingId)],
  changeAttachments: [(tx, { files }) => media.changeAttachments(tx, files.storedId, { state: 'lost' })],
  isInConversation: [
    (tx, { files, known }) => media.isInConversation(tx, files.storedId, known.conversationId, null),
    (tx, { files, known }) =>
      media.isInConversation(tx, files.storedId, known.conversationId, {
        ownThreadId: known.conversationId,
        seesFrom: NOW,
      }),
  ],
  eraseUnsent: [tx => media.eraseUnsent(tx, LATER, NOW)],
  eraseMediaOf: [(tx, { known }) => media.eraseMediaOf(tx, [known.conversationId], NOW)],
  findUpload: [(tx, { files, number }) => media.findUpload(tx, files.storedId, number.id)],
  saveUpload: [
    (tx, { files, number }) =>
      media.saveUpload(tx, { mediaId: files.storedId, numberId: number.id, metaId: 'x', uploadedAt: LATER }),
  ],
  forgetUpload: [(tx, { files, number }) => media.forgetUpload(tx, files.storedId, number.id, LATER)],
  isMessageOf: [(tx, { files, known }) => messages.isMessageOf(tx, files.pictureId, known.conversationId)],
  findWamid: [(tx, { outbound }) => messages.findWamid(tx, outbound.id)],
  findPresence: [(tx, { known }) => presence.findPresence(tx, known.conversationId)],
  noteTyping: [(tx, { known }) => presence.noteTyping(tx, known.conversationId, EVER, LATER)],
  savePresence: [(tx, { known }) => presence.savePresence(tx, known.conversationId, { readWamid: 'x' })],
  newestInbound: [(tx, { known }) => presence.newestInbound(tx, known.conversationId, 100)],
};
