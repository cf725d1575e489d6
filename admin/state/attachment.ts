import type { Attachment, LossReason } from '../../contract/message-parts.ts';
import { attachmentName } from './preview.ts';

/** What a file is called on the screen. */
export const attachmentTitle = ({ filename, type, voice }: Pick<Attachment, 'filename' | 'type' | 'voice'>): string =>
  voice ? 'Voice message' : (filename ?? attachmentName(type));

/** Why there is no file, in words. */
export function lossText(reason: LossReason | undefined): string {
  switch (reason) {
    case 'too-large':
      return 'Too large: WhatsApp did not hand it over';
    case 'damaged':
      return 'It arrived damaged';
    case 'refused':
      return 'WhatsApp would not hand it over';
    case 'not-kept':
      return 'On the customer’s phone only';
    case 'gone':
    case undefined:
      return 'WhatsApp does not have it any more';
  }
}

/** Bytes in the unit that people say. */
export function fileSize(bytes: number | undefined): string {
  if (bytes === undefined) return '';
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB'];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
