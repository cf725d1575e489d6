export type TextPart = { text: string; href: string | null };

const LINK = /\bhttps?:\/\/[^\s<>"']+/gi;

/** Splits a text into plain parts and web links. Only http and https; punctuation at the end belongs to the sentence. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = trimTail(match[0]);
    if (!URL.canParse(shown)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: shown, href: new URL(shown).href });
    end = match.index + shown.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/** `(see https://a.example/b).` links `https://a.example/b`; brackets that the link itself opened stay. */
function trimTail(link: string): string {
  let shown = link.replace(/[.,;:!?…]+$/, '');
  while (shown.endsWith(')') && !shown.includes('(')) shown = shown.slice(0, -1).replace(/[.,;:!?…]+$/, '');
  return shown;
}
