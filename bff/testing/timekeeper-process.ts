import { pino } from 'pino';
import { openDatabase } from '../db/connection.ts';
import { startTimekeeper } from '../jobs/timekeeper.ts';
import { inProcessLive } from '../live/in-process.ts';

/** A process that does nothing but look at what is due, by the real clock, until it is killed. */
const { db } = openDatabase(process.env.DATABASE_APP_URL!, { max: 2 });
startTimekeeper({ db, live: inProcessLive(), clock: { now: () => new Date() }, log: pino({ level: 'fatal' }) });
process.send?.('ready');
