import { z } from 'zod';

/** A file that shows Meta what a template's header will be like. The body is the file itself. */
export const TemplateExampleQuery = z.strictObject({
  kind: z.enum(['image', 'video', 'document']),
  filename: z.string().trim().min(1).max(240).optional(),
  /** Which WhatsApp Business Account; needed when several are connected. */
  wabaId: z.string().max(64).optional(),
});
export type TemplateExampleQuery = z.infer<typeof TemplateExampleQuery>;

/** `handle`: what Meta calls it, for the draft's `header.sample`. It is kept nowhere here; Meta says how long it is good. */
export const TemplateExample = z.object({
  handle: z.string(),
  mimeType: z.string(),
  /** Bytes. */
  size: z.number().int(),
});
export type TemplateExample = z.infer<typeof TemplateExample>;
