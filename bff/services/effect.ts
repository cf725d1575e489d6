/** What a webhook's part did: a word for the inbox, and who is to be woken. */
export type Effect = Wakes & {
  outcome: 'applied' | 'ignored' | 'duplicate' | 'parked' | 'unknown-number';
};

/** Whom a commit wakes: the screens of conversations, and whoever shows WhatsApp's numbers and templates. */
export type Wakes = { moved: string[]; numbers?: boolean };

export const IGNORED: Effect = { outcome: 'ignored', moved: [] };
export const WAKES_NOBODY: Wakes = { moved: [] };

/** All of them, each once. */
export const wakesOf = (...wakes: readonly Wakes[]): Required<Wakes> => ({
  moved: [...new Set(wakes.flatMap(({ moved }) => moved))],
  numbers: wakes.some(({ numbers }) => numbers),
});
