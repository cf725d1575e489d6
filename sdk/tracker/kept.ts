import type { Consent, QueuedEvent } from './queue.ts';

/** `own`: what was said to us, by `woodex.consent()`. */
export type Kept = { token?: string; own?: Consent; queue: QueuedEvent[] };

export type KeptBox = ReturnType<typeof keptAs>;

/** One entry of the browser's storage, where there is any. */
export const keptAs = (name: string) => ({
  name,

  /** Nothing, if there is none or it makes no sense. */
  read(): Kept | undefined {
    try {
      const { queue, ...rest } = JSON.parse(localStorage.getItem(name)!) as Kept;
      return { ...rest, queue: Array.isArray(queue) ? queue.filter(it => it?.id) : [] };
    } catch {
      return undefined;
    }
  },

  /** Without anything, it is taken out. */
  write(kept?: Partial<Kept>): void {
    try {
      if (kept) localStorage.setItem(name, JSON.stringify(kept));
      else localStorage.removeItem(name);
    } catch {
      // Storage is full or forbidden: then it lasts as long as the page.
    }
  },
});
