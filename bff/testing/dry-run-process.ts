import { openDatabase } from '../db/connection.ts';
import { inProcessLive } from '../live/in-process.ts';
import { advanceDryRun } from '../services/advance-dry-run.ts';

/** A process that goes on with a dry run, two people a turn, and stands still in the middle of its third turn until it is killed. */
const { db } = openDatabase(process.env.DATABASE_APP_URL!, { max: 2 });
const [merchantId, id, now] = process.argv.slice(2);
const context = { db, live: inProcessLive(), now: new Date(now!) };
for (let turn = 1; ; turn += 1) {
  const breathe = async () => {
    if (turn < 3) return;
    process.send?.('in the middle');
    await new Promise(() => setInterval(() => {}, 1000));
  };
  if (!(await advanceDryRun(context, merchantId!, id!, { isOver: () => true, breathe, peopleAtOnce: 2 }))) break;
}
