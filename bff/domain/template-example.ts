import { bareMime } from './media-type.ts';
import { MAX_SIZE, sizeOf } from './message-limits.ts';
import type { MediaKind } from './template-definition.ts';

/**
 * What Meta's Resumable Upload API takes. Meta names no sizes for examples: those of messages hold, since what will be sent in the
 * example's place is bound by them.
 */
const TAKEN: Record<MediaKind, { types: readonly string[]; words: string }> = {
  image: { types: ['image/jpeg', 'image/png'], words: 'JPEG or PNG' },
  video: { types: ['video/mp4'], words: 'MP4' },
  document: { types: ['application/pdf'], words: 'PDF' },
};

export const exampleLimit = (kind: MediaKind): number => MAX_SIZE[kind];

/** What is wrong with a file as the example of such a header? Null: nothing. `mimeType`: what its bytes are. */
export function exampleProblem(kind: MediaKind, file: { mimeType: string; size: number }): string | null {
  const { types, words } = TAKEN[kind];
  const mime = bareMime(file.mimeType);
  if (file.size === 0) return 'The file is empty.';
  if (!types.includes(mime)) return `As the example of a header with ${A[kind]} Meta takes ${words}; this is ${mime}.`;
  return file.size > MAX_SIZE[kind] ? tooLargeAsExample(kind) : null;
}

export const tooLargeAsExample = (kind: MediaKind): string =>
  `The example of a header with ${A[kind]} may have ${sizeOf(MAX_SIZE[kind])} at most.`;

const A = { image: 'an image', video: 'a video', document: 'a document' };
