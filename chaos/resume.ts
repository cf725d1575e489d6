import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';

/** How long something lay that nobody had in hand, in ms; and what it was, for whoever looks for the reason. */
export type Resumed = { ms: number; lay: string | null };

type Lying = { ms: number; state: string; purpose: string; lapsed: number; served: number };

/**
 * Watches how long it takes until what a killed process held is in other hands: it has gone, is claimed anew, is known to be in doubt, or
 * is free again and its number was served since. Each message is counted from the last moment at which its holder can have lived: a live
 * one lengthens its leases, so none died before that. No later kill makes that shorter. Without a database nobody can go on: a message is
 * counted from when the server began anew, if that was later.
 * @param lease how long a claim is good for, in ms
 */
export function watchResuming(superuser: postgres.Sql, lease: number) {
  const longest: Resumed = { ms: 0, lay: null };
  let isOver = false;

  const look = async () => {
    const [row] = await superuser<Lying[]>`
      select d.state, d.purpose, extract(epoch from now() - s.leased_until)::float * 1000 as lapsed,
        extract(epoch from now() - l.served_at)::float * 1000 as served,
        extract(epoch from now() - greatest(s.leased_until - make_interval(secs => ${lease / 1000}), pg_postmaster_start_time()))::float * 1000 as ms
      from queue.sends s join queue.lanes l on l.number_id = s.number_id join deliveries d on d.id = s.delivery_id
      where s.blocks and s.leased_until < now() and not (d.state = 'queued' and s.leased_until < l.served_at)
      order by ms desc limit 1`;
    if (!row || row.ms <= longest.ms) return;
    longest.ms = row.ms;
    const ago = (ms: number) => `${(ms / 1000).toFixed(1)} s ago`;
    longest.lay = `${row.purpose}, ${row.state}; its lease ended ${ago(row.lapsed)}, its number was served ${ago(row.served)}`;
  };
  const ended = (async () => {
    while (!isOver) {
      await look().catch(() => {});
      await sleep(200);
    }
  })();

  return {
    end: async (): Promise<Resumed> => {
      isOver = true;
      await ended;
      return longest;
    },
  };
}
