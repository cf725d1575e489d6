import { z } from 'zod';
import { AttachmentType } from './message-parts.ts';

/** The largest file that is taken at all, in bytes: WhatsApp's limit for documents. Each kind has its own below. */
export const MAX_UPLOAD = 100 * 1024 * 1024;
/** What a shopper's page may send. */
export const MAX_SHOPPER_UPLOAD = 16 * 1024 * 1024;

/** The body is the file itself; `filename` is what it is called where it came from. */
export const UploadQuery = z.strictObject({ filename: z.string().trim().min(1).max(240).optional() });

/** A file that is here and can be sent. One that nothing was sent with is erased after a day. */
export const MediaUploaded = z.object({
  id: z.uuid(),
  /** How it would be sent; an image beyond WhatsApp's limits for images is a document. */
  type: AttachmentType,
  mimeType: z.string(),
  size: z.number().int(),
  filename: z.string().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** As an attachment's. */
  url: z.string(),
});
export type MediaUploaded = z.infer<typeof MediaUploaded>;

/** A fresh path to a file, for a screen that was open longer than its paths work. */
export const MediaLink = z.object({ url: z.string() });
export type MediaLink = z.infer<typeof MediaLink>;
