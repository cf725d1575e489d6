import { fileTypeFromBuffer } from 'file-type';
import { type Dimensions, dimensionsOf, isAnimatedWebp } from './image-header.ts';

/** What the bytes are, whatever anybody says they are. */
export type FileFacts = Partial<Dimensions> & { mimeType: string; animated?: boolean };

/** So many bytes of a file's beginning tell its kind, and where a photo's size stands behind its thumbnail. */
export const HEAD = 256 * 1024;

const isText = new TextDecoder('utf-8', { fatal: true });

/** @param head the first {@link HEAD} bytes, or all there are */
export async function factsOf(head: Buffer): Promise<FileFacts> {
  const mimeType = await kindOf(head);
  return {
    mimeType,
    ...dimensionsOf(mimeType, head),
    ...(mimeType === 'image/webp' && { animated: isAnimatedWebp(head) }),
  };
}

async function kindOf(head: Buffer): Promise<string> {
  // Bytes that only look like a kind make the library stumble at times: then they are of no kind.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found) return found.mime;
  return looksLikeText(head) ? 'text/plain' : 'application/octet-stream';
}

/** Also HTML and SVG are no more than text here: nobody is to open them as anything else. */
function looksLikeText(head: Buffer): boolean {
  if (head.length === 0 || head.includes(0)) return false;
  try {
    // A character may be cut at the end of the head.
    isText.decode(head.length < HEAD ? head : head.subarray(0, head.lastIndexOf(0x0a) + 1 || HEAD - 4));
    return true;
  } catch {
    return false;
  }
}
