/** A piece of a text: plain, or a web address to follow. */
export type TextPiece = string | { href: string; text: string };

const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi;

/** Finds http(s) addresses; punctuation that ends a sentence, or a bracket that was opened before the address, stays text. */
export function linkify(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = trimEnd(found);
    if (!URL.canParse(address)) continue;
    if (index > end) pieces.push(text.slice(end, index));
    pieces.push({ href: address, text: address });
    end = index + address.length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

function trimEnd(address: string): string {
  let kept = address.replace(/[.,;:!?…]+$/, '');
  while (kept.endsWith(')') && kept.split('(').length < kept.split(')').length) kept = kept.slice(0, -1);
  return kept.replace(/[.,;:!?…]+$/, '');
}
