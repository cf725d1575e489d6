import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';

/**
 * Watches how long it takes after a blow, the last of several, until nothing lies about that a killed process held: it has gone, is
 * claimed anew, is known to be in doubt, or is free again and its number was served since.
 */
export function watchResuming(superuser: postgres.Sql) {
  let lastBlow = performance.now();
  let longest = 0;
  let isOver = false;

  const look = async () => {
    const asked = lastBlow;
    const [row] = await superuser<{ lies: boolean }[]>`
      select exists (select from queue.sends s join queue.lanes l on l.number_id = s.number_id
        join deliveries d on d.id = s.delivery_id
        where s.blocks and s.leased_until < now() and not (d.state = 'queued' and s.leased_until < l.served_at)) as lies`;
    if (row!.lies && asked === lastBlow) longest = Math.max(longest, performance.now() - asked);
  };
  const ended = (async () => {
    while (!isOver) {
      // While Postgres is away nobody can go on; that is a blow of its own.
      await look().catch(() => {});
      await sleep(200);
    }
  })();

  return {
    /** Somebody was killed, or the database ended. */
    blow: () => {
      lastBlow = performance.now();
    },
    /** The longest time, in ms. */
    end: async (): Promise<number> => {
      isOver = true;
      await ended;
      return longest;
    },
  };
}
