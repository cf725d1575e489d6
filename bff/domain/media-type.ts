import type { AttachmentType } from '../../contract/message-parts.ts';

/**
 * What a browser may show in place: it cannot run anything in these. Everything else is handed out as a file to save, whatever it
 * calls itself; an SVG is a program.
 */
const SHOWN_IN_PLACE = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/aac',
  'audio/amr',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'video/mp4',
  'video/3gpp',
  'video/webm',
  'video/quicktime',
]);

/** `audio/ogg; codecs=opus` is `audio/ogg`. */
export const bareMime = (mime: string): string => mime.split(';')[0]!.trim().toLowerCase();

export const isShownInPlace = (mime: string): boolean => SHOWN_IN_PLACE.has(bareMime(mime));

/** How WhatsApp would show a file of this kind: what it takes as a picture, film or sound, else a document. */
export function attachmentTypeOf(mime: string): Exclude<AttachmentType, 'sticker'> {
  const bare = bareMime(mime);
  if (bare === 'image/jpeg' || bare === 'image/png') return 'image';
  if (bare === 'video/mp4' || bare === 'video/3gpp') return 'video';
  return SENDABLE_AUDIO.has(bare) ? 'audio' : 'document';
}

const SENDABLE_AUDIO = new Set(['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/x-m4a', 'audio/ogg']);
