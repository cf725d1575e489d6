import type { Sql } from '../db/connection.ts';
import { eventually } from './eventually.ts';

/** Waits until what follows from everything that has happened is written, so that a later comparison sees no change from before. */
export const journeysFollowed = (ownerSql: Sql) =>
  eventually(async () => {
    const [row] = await ownerSql<{ n: number }[]>`select count(*)::int as n from queue.journey_marks`;
    return row!.n === 0;
  }, 'all journeys followed');
