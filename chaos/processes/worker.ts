import { pino } from 'pino';
import { openDatabase } from '../../bff/db/connection.ts';
import { startSender } from '../../bff/jobs/sender/sender.ts';
import { postgresLive } from '../../bff/live/postgres.ts';
import { diskStore } from '../../bff/media/disk-store.ts';
import { sealer } from '../../bff/security/seal.ts';
import { cloudApi } from '../../bff/whatsapp/cloud-api.ts';
import { mediaApi } from '../../bff/whatsapp/media-api.ts';
import { failingApi, failingDb, failpoint } from './failpoints.ts';
import { standBy, tell, untilItWorks } from './standing-by.ts';

// One of the processes that send: the product's own sender, with places to die at before and after each of its steps.
const TELL_EVERY = 100;
let isCalm = false;
let isToStand = false;
const order = await standBy(told => {
  if ('calm' in told) isCalm = true;
  else isToStand = true;
});
let toldAt = Number.NEGATIVE_INFINITY;
const point = failpoint(order.seed, () => (isCalm ? 0 : order.failChance));
const { db } = openDatabase(order.appUrl, { max: 8 });
const live = await untilItWorks(() => postgresLive({ url: order.appUrl }));
// Whoever stands still for longer than all of this shall still hear the answer, and not only that it is late.
const timeoutMs = order.lease + order.settleTime + 30_000;
const graph = { baseUrl: order.apiUrl, version: 'v25.0', timeoutMs };
startSender({
  db: failingDb(db, point),
  live,
  clock: { now: () => new Date() },
  log: pino({ level: 'fatal' }),
  api: failingApi(cloudApi(graph), point),
  mediaApi: mediaApi(graph),
  // Nobody sends a file here.
  mediaStore: diskStore(order.mediaFolder),
  sealer: sealer(Buffer.from(order.secret, 'base64')),
  random: Math.random,
  lease: order.lease,
  settleTime: order.settleTime,
  onStep: (step, { purpose, deliveryId }) => {
    if (step === 'settled' && performance.now() - toldAt > TELL_EVERY) {
      toldAt = performance.now();
      tell('working');
    }
    if (step === 'begun' && isToStand && purpose !== 'marketing') {
      isToStand = false;
      tell({ stands: deliveryId });
      process.kill(process.pid, 'SIGSTOP');
    }
    point();
  },
});
