import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';

/**
 * Watches how long what a killed process held lies about after its lease has ended, until it is in the hands of the living: it has gone,
 * is claimed anew, is known to be in doubt, or is free again and its number was served since. A lease ends within its own length after
 * the kill, so the two together are the longest time after a kill.
 */
export function watchResuming(superuser: postgres.Sql, leaseMs: number) {
  let longest = 0;
  let isOver = false;

  const look = async () => {
    const [row] = await superuser<{ late: number }[]>`
      select coalesce(max(extract(epoch from now() - s.leased_until)), 0)::float8 * 1000 as late
      from queue.sends s join queue.lanes l on l.number_id = s.number_id join deliveries d on d.id = s.delivery_id
      where s.blocks and s.leased_until < now() and not (d.state = 'queued' and s.leased_until < l.served_at)`;
    longest = Math.max(longest, row!.late);
  };
  const ended = (async () => {
    while (!isOver) {
      // While Postgres is away nobody can go on; the next look sees what that took.
      await look().catch(() => {});
      await sleep(200);
    }
  })();

  /** The longest time after a kill, in ms. */
  return async (): Promise<number> => {
    isOver = true;
    await ended;
    return leaseMs + longest;
  };
}
