/**
 * What the shopper has begun to write. Kept over a reload for the life of the tab, but only once `mayStore` says that the shopper has
 * acted; until then, and where storage fails, in memory.
 */
export function createDraft(name: string, storage: Storage | undefined, mayStore: () => boolean) {
  let draft: string | undefined;

  function stored(): string {
    try {
      return storage?.getItem(name) ?? '';
    } catch {
      return '';
    }
  }

  return {
    read(): string {
      draft ??= stored();
      return draft;
    },
    write(text: string) {
      draft = text;
      try {
        if (!text) storage?.removeItem(name);
        else if (mayStore()) storage?.setItem(name, text);
      } catch {
        // Full or forbidden: then it lives as long as the page.
      }
    },
  };
}
