export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'woodex.theme';

/** The agent's choice; `auto` follows the system. */
export function readTheme(storage: Storage = localStorage): Theme {
  const saved = storage.getItem(KEY);
  return THEMES.find(theme => theme === saved) ?? 'auto';
}

/** Keeps the choice and draws the document in it. */
export function applyTheme(theme: Theme, storage: Storage = localStorage): void {
  if (theme === 'auto') storage.removeItem(KEY);
  else storage.setItem(KEY, theme);
  document.documentElement.dataset.theme = theme;
}
