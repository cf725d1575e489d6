/** What a webhook's part did: a word for the inbox, and the conversations whose screens are to be woken. */
export type Effect = {
  outcome: 'applied' | 'ignored' | 'duplicate' | 'parked' | 'unknown-number';
  moved: string[];
  /** Whoever shows WhatsApp's numbers is to ask anew. */
  numbers?: true;
};

export const IGNORED: Effect = { outcome: 'ignored', moved: [] };
