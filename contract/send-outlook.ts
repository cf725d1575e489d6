import { z } from 'zod';

/** What stands in a message's way now: it would be `refused`, or `waits` until that is over. In sentences, with what to do. */
export const SendObstacle = z.object({ kind: z.enum(['refused', 'waits']), words: z.string(), mend: z.string() });
export type SendObstacle = z.infer<typeof SendObstacle>;

/** What would become of a message to a customer by WhatsApp; null: it would go. When its turn comes it is decided anew, by the same rule. */
export const SendOutlook = z.object({
  /** Free text, files and the like; null also for a customer who never wrote by WhatsApp. */
  text: SendObstacle.nullable(),
  /** Templates, by the account that they belong to. `marketing`: those of any other category than UTILITY and AUTHENTICATION. */
  accounts: z.array(
    z.object({ wabaId: z.string(), utility: SendObstacle.nullable(), marketing: SendObstacle.nullable() }),
  ),
});
export type SendOutlook = z.infer<typeof SendOutlook>;
