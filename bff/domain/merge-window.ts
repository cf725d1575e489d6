import { DAY } from './duration.ts';

const UNDOABLE_FOR = 30 * DAY;

type Merge = { at: Date; undoneAt: Date | null; moved: unknown };

/** Until when a merge can be undone; null: not any more, or never. It cannot be from that moment on. */
export function undoableUntil({ at, undoneAt, moved }: Merge, now: Date): Date | null {
  const until = new Date(at.getTime() + UNDOABLE_FOR);
  return undoneAt === null && moved !== null && now < until ? until : null;
}
