import { h } from './dom.ts';

const TIME = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const DATE = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export const time = (iso: string) => TIME.format(new Date(iso));

/** Today, yesterday, or the date, by the reader's calendar and the simulator's clock. */
export function day(iso: string, now: Date): string {
  const midnight = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(new Date(iso))) / 86_400_000);
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : DATE.format(new Date(iso));
}

const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"']+[^\s<>"'.,;:!?)\]]/gi;

/** The text with its links made into links. */
export function linked(text: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const { 0: link, index } of text.matchAll(LINK)) {
    const href = link.startsWith('www.') ? `https://${link}` : link;
    parts.push(text.slice(end, index), h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, link));
    end = index + link.length;
  }
  return [...parts, text.slice(end)];
}
