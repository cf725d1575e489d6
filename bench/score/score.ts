import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { openDatabase } from '../../bff/db/connection.ts';
import { insertJourneyEvents } from '../../bff/db/journey-events.ts';
import { withMerchant } from '../../bff/db/merchant-tx.ts';
import { ensureAppRole } from '../../bff/db/roles.ts';
import { atMost } from '../figure.ts';
import { newEvent } from '../ingest/batches.ts';
import { fillJourney } from '../parts/journey.ts';
import { startPostgres, startServer } from '../parts/server.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import { percentile } from '../statistics.ts';
import type { Bench } from '../suite.ts';

const A_SECOND = 1_000;
const FOR_MS = 10_000;
const EACH_MS = 50;

/** How soon a score follows from what happened, and how fast everybody is scored anew. */
export async function measureScore({ options, scope, report, note }: Bench): Promise<void> {
  const ownerUrl = await startPostgres(scope);
  const server = await startServer(scope, { ownerUrl, live: 'process', profile: options.profile });
  const { appUrl } = await ensureAppRole({ ownerUrl, secret: server.secret });
  const { db, sql: app } = openDatabase(appUrl, { max: 2 });
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  scope.defer(async () => {
    await app.end();
    await sql.end();
  });
  await sql`select set_config('app.merchant_id', ${DEMO_MERCHANT_ID}, false)`;
  note(`filling ${options.rows} events`);
  const people = await fillJourney(sql, options.rows);
  const inside = <T>(work: Parameters<typeof withMerchant<T>>[2]) => withMerchant(db, DEMO_MERCHANT_ID, work);
  const waiting = async () => Number((await sql`select count(*) as n from queue.journey_marks`)[0]!.n);

  note('everybody');
  const begun = performance.now();
  await sql`insert into queue.journey_marks select merchant_id, id, 'rescore', now() from customers`;
  while ((await waiting()) > 0) await sleep(50);
  const seconds = (performance.now() - begun) / 1000;
  const reading = performance.now();
  await sql`select count(*) from (select * from customer_journey_events order by merchant_id, subject_id, occurred_at desc) e`;
  report({ figure: 'recompute-everybody', value: seconds, unit: 's', floor: (performance.now() - reading) / 1000 });
  report({ figure: 'recompute-events-a-second', value: options.rows / seconds, unit: '' });

  note('fresh');
  const oldest: number[] = [];
  const until = performance.now() + FOR_MS;
  while (performance.now() < until) {
    const at = performance.now();
    const now = new Date();
    const events = Array.from({ length: (A_SECOND * EACH_MS) / 1000 }, () => {
      const { id, name, page, properties } = newEvent();
      const n = Math.floor(Math.random() * people) + 1;
      const subjectId = `00000002-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
      return {
        id,
        name,
        page,
        properties,
        subjectId,
        source: 'web' as const,
        occurredAt: now,
        clientAt: now,
        receivedAt: now,
      };
    });
    await inside(tx => insertJourneyEvents(tx, events));
    // The oldest that waits is the one that waits longest: its age is how late the score is.
    const [row] =
      await sql`select extract(epoch from now() - min(marked_at)) * 1000 as age from queue.journey_marks where kind = 'event'`;
    oldest.push(Number(row?.age ?? 0));
    await sleep(Math.max(0, EACH_MS - (performance.now() - at)));
  }
  report({ figure: 'score-follows-p99', value: percentile(oldest, 0.99), unit: 'ms', aim: atMost(1_000) });
}
