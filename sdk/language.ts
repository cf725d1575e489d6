/** What the bubble says before any locale file is here. `{n}`: a number. */
export type BubbleLabels = readonly [chat: string, unread: string, failed: string];

/** By locale, as {@link pickLanguage} names them. */
export const LABELS: Record<string, BubbleLabels> = {
  en: ['Chat', '{n} unread', 'Chat unavailable. Try again'],
  de: ['Chat', '{n} ungelesen', 'Chat nicht erreichbar. Wiederholen'],
  es: ['Chat', '{n} sin leer', 'Chat no disponible. Reintentar'],
  'pt-BR': ['Chat', '{n} não lidas', 'Chat indisponível. Tentar de novo'],
  ar: ['الدردشة', '{n} غير مقروءة', 'الدردشة غير متاحة. حاول مجددًا'],
};

/** The first wish that we speak, as one of our locales: `de-AT` is `de`, `pt` is `pt-BR`. English when there is none. */
export function pickLanguage(wishes: readonly (string | null | undefined)[]): string {
  for (const wish of wishes) {
    const base = wish?.toLowerCase().split('-')[0];
    const found = Object.keys(LABELS).find(language => language.slice(0, 2) === base);
    if (found) return found;
  }
  return 'en';
}
