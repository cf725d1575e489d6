import { z } from 'zod';

/** A file by uploaded id or by link, never both and never neither. */
export const MediaRef = z
  .strictObject({
    id: z.string().optional(),
    link: z.url({ protocol: /^https?$/ }).optional(),
    caption: z.string().max(1024).optional(),
    filename: z.string().max(240).optional(),
    voice: z.boolean().optional(),
  })
  .refine(ref => (ref.id === undefined) !== (ref.link === undefined), 'Exactly one of id and link is required');
export type MediaRef = z.infer<typeof MediaRef>;
