import type { Db } from '../db/merchant-tx.ts';
import type { Live } from '../live/live.ts';

/** What a verb works with. `now` is the one moment of this request or job. */
export type Context = { db: Db; live: Live; now: Date };
