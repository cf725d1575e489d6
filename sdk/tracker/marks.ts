import type { Whatever } from './items.ts';
import { createMarked } from './marked.ts';
import { type AskConsent, createOptIns } from './opt-ins.ts';
import type { Tell } from './tracker.ts';

/** What a page needs that marks its forms, links and boxes, or calls `woodex.optIn()`; another page does not load it. */
export function createMarks({ tell, ...shop }: Parameters<typeof createOptIns>[0] & { tell: Tell }) {
  const ask = createOptIns(shop);
  return {
    hear: createMarked(tell, ask),
    optIn(said: unknown): Promise<boolean> {
      const { topic = 'marketing', action = 'opt-in', wording } = (said ?? {}) as Whatever;
      return ask({ topic, action, wording } as Parameters<AskConsent>[0]);
    },
  };
}

export type Marks = ReturnType<typeof createMarks>;
