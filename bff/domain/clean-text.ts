/** What stands for a character that cannot be stored. */
export const REPLACEMENT = '\uFFFD';

/** Can Postgres keep this text? It refuses NUL, and half a surrogate pair is not Unicode. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** The same text with U+FFFD for every NUL and every half of a surrogate pair. For what providers send: refusing it would mean days of retries. */
export function replaceUnstorable(text: string): string {
  return text.toWellFormed().replaceAll('\0', REPLACEMENT);
}
