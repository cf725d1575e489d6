import type { WoodexChat } from './elements/woodex-chat.ts';

/** How the merchant's script tag is set up. */
export type TagSettings = { key?: string } & Partial<Pick<WoodexChat, (typeof SETTINGS)[number]>>;

const SETTINGS = ['api', 'lang', 'theme', 'position', 'color'] as const;

/** The `data-` attributes of the script tag that loaded the module at `url`. */
export function readScriptTag(url: string): TagSettings {
  const { dataset } = [...document.scripts].find(script => script.src === url) ?? { dataset: {} as DOMStringMap };
  const settings: Record<string, string | undefined> = { key: dataset.key };
  for (const name of SETTINGS) if (dataset[name]) settings[name] = dataset[name];
  return settings;
}
