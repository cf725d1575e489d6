import en from './en.ts';
import type { Locale, Plural } from './locale.ts';

export type { Locale } from './locale.ts';

/** English comes with the panel; of the others the one that is wanted is fetched. */
const FILES: Record<string, () => Promise<{ default: Locale }>> = {
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  'pt-BR': () => import('./pt-BR.ts'),
  ar: () => import('./ar.ts'),
};

const loaded = new Map<string, Locale>([['en', en]]);

/** Fetches a language once. One that cannot be fetched is English. Never rejects. */
export async function loadLocale(language: string): Promise<void> {
  if (loaded.has(language)) return;
  try {
    const file = await FILES[language]?.();
    if (file) loaded.set(language, file.default);
  } catch {
    // A chat in English is better than none.
  }
}

export const localeOf = (language: string): Locale => loaded.get(language) ?? en;

export function plural({ lang }: Locale, texts: Plural, n: number): string {
  const text = texts[new Intl.PluralRules(lang).select(n)] ?? texts.other;
  return text.replace('{n}', n.toLocaleString(lang));
}

/** The language with the shopper's own region, which decides how dates and times are written. */
export const regional = (lang: string): string => navigator.languages.find(it => it.split('-')[0] === lang) ?? lang;
