import type { MediaKind } from './depict.ts';

const MB = 1024 * 1024;

/** What may be sent as what, and how big it may be. */
const LIMITS: [kind: MediaKind, types: RegExp, bytes: number][] = [
  ['image', /^image\/(jpeg|png)$/, 5 * MB],
  ['sticker', /^image\/webp$/, 500 * 1024],
  ['audio', /^audio\/(aac|amr|mpeg|mp4|ogg)\b/, 16 * MB],
  ['video', /^video\/(mp4|3gpp)\b/, 16 * MB],
  ['document', /./, 100 * MB],
];
const DOCUMENT = /^(text\/plain|application\/(pdf|msword|vnd\.(ms-|openxmlformats-).+))$/;

/** The most bytes that an upload of this type may have; undefined for a type that is not taken. */
export function uploadLimit(mimeType: string): number | undefined {
  if (DOCUMENT.test(mimeType)) return 100 * MB;
  return LIMITS.find(([kind, types]) => kind !== 'document' && types.test(mimeType))?.[2];
}

/** Whether a file can go as this kind of message; anything can go as a document. */
export function fits(kind: MediaKind, { mimeType, bytes }: { mimeType: string; bytes: Uint8Array }): boolean {
  const [, types, limit] = LIMITS.find(([each]) => each === kind)!;
  return types.test(mimeType.split(';')[0]!.trim()) && bytes.length <= limit;
}
