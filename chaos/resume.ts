import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';

/** What a process may have held when it was killed. */
type Held = { id: string; fence: number };

/**
 * Watches how long it takes after a kill until what was claimed at that moment is in the hands of the living: it has gone, is claimed
 * anew, is known to be in doubt, or is free again and its number was served since.
 */
export function watchResuming(superuser: postgres.Sql) {
  const watched = new Map<string, Held & { since: number }>();
  let longest = 0;
  let isOver = false;

  const look = async () => {
    const rows = await superuser<Held[]>`
      select s.delivery_id as id, s.fence::int as fence
      from queue.sends s join queue.lanes l on l.number_id = s.number_id join deliveries d on d.id = s.delivery_id
      where s.delivery_id in ${superuser([...watched.keys()])} and s.blocks
        and not (d.state = 'queued' and s.leased_until < l.served_at)`;
    const now = performance.now();
    const still = new Map(rows.map(({ id, fence }) => [id, fence]));
    for (const [id, { fence, since }] of watched) {
      if (still.get(id) === fence) continue;
      longest = Math.max(longest, now - since);
      watched.delete(id);
    }
  };
  const ended = (async () => {
    while (!isOver) {
      // While Postgres is away nobody can resume; what that takes counts.
      if (watched.size > 0) await look().catch(() => {});
      await sleep(100);
    }
  })();

  return {
    /** Somebody was killed just now. */
    async killed(): Promise<void> {
      const since = performance.now();
      const rows = await superuser<Held[]>`
        select delivery_id as id, fence::int as fence from queue.sends where blocks and leased_until > now()`.catch(
        () => [],
      );
      for (const row of rows) if (!watched.has(row.id)) watched.set(row.id, { ...row, since });
    },
    /** The longest of all, in ms; what has not come back yet counts with the time until now. */
    async end(): Promise<number> {
      isOver = true;
      await ended;
      for (const { since } of watched.values()) longest = Math.max(longest, performance.now() - since);
      return longest;
    },
  };
}
