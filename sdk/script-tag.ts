/** How the merchant's script tag is set up; each may be missing. */
export type TagSettings = {
  key?: string;
  api: string;
  lang?: string;
  theme?: string;
  position?: string;
  color?: string;
};

/** The script tag that loaded the module at `url`, and what its `data-` attributes say. The API is where the script came from. */
export function readScriptTag(url: string): TagSettings {
  const tag = [...document.scripts].find(script => script.src === url);
  return { api: new URL(url).origin, ...tag?.dataset };
}
