import postgres from 'postgres';
import { openDatabase } from '../../bff/db/connection.ts';
import { listCustomers } from '../../bff/db/customer-list.ts';
import { subjectsOf } from '../../bff/db/journey-marks.ts';
import { withMerchant } from '../../bff/db/merchant-tx.ts';
import { ensureAppRole } from '../../bff/db/roles.ts';
import { readTimeline } from '../../bff/db/timeline.ts';
import { atMost } from '../figure.ts';
import { fillJourney } from '../parts/journey.ts';
import { startPostgres, startServer } from '../parts/server.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import { percentile } from '../statistics.ts';
import type { Bench } from '../suite.ts';

const READS = 200;

/** A page of a customer's timeline, and of the list of customers, whatever else is in the tables. */
export async function measureTimeline({ options, scope, report, note }: Bench): Promise<void> {
  const ownerUrl = await startPostgres(scope);
  const server = await startServer(scope, { ownerUrl, live: 'process' });
  // It would score a million events' customers beside us; what it does is measured in the suite score.
  await server.child.kill();
  const { appUrl } = await ensureAppRole({ ownerUrl, secret: server.secret });
  const { db, sql: app } = openDatabase(appUrl, { max: 1 });
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  scope.defer(async () => {
    await app.end();
    await sql.end();
  });
  await sql`select set_config('app.merchant_id', ${DEMO_MERCHANT_ID}, false)`;
  note(`filling ${options.rows} events and 100,000 customers`);
  const people = await fillJourney(sql, options.rows);
  await fillStandings(sql);

  const customer = (n: number) =>
    `00000001-0000-7000-8000-${(((n * 7919) % people) + 1).toString(16).padStart(12, '0')}`;
  const inside = <T>(work: Parameters<typeof withMerchant<T>>[2]) => withMerchant(db, DEMO_MERCHANT_ID, work);
  const time = async (work: (n: number) => Promise<unknown>) => {
    const times: number[] = [];
    for (let n = 0; n < READS + 20; n++) {
      const begun = performance.now();
      await work(n);
      if (n >= 20) times.push(performance.now() - begun);
    }
    return percentile(times, 0.99);
  };
  const floor = await time(n =>
    inside(tx =>
      tx.execute(`select * from customers where merchant_id = '${DEMO_MERCHANT_ID}' and id = '${customer(n)}'`),
    ),
  );
  const page = await time(n =>
    inside(async tx =>
      readTimeline(tx, customer(n), (await subjectsOf(tx, [customer(n)])).get(customer(n))!, { limit: 50 }),
    ),
  );
  report({ figure: `timeline-page-p99-of-${options.rows}`, value: page, unit: 'ms', floor, aim: atMost(20) });
  let cursor: string | undefined;
  const list = await time(() =>
    inside(async tx => {
      const read = await listCustomers(tx, { sort: 'score', limit: 100, ...(cursor && { cursor }) });
      cursor = read.next ?? undefined;
    }),
  );
  report({ figure: 'customers-page-p99-of-100000', value: list, unit: 'ms', floor, aim: atMost(20) });
}

const fillStandings = (sql: postgres.Sql) =>
  sql.unsafe(`
    with people as (
      insert into customers (merchant_id, id, kind, full_name, created_at)
      select '${DEMO_MERCHANT_ID}', ('00000001-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'guest', 'Customer ' || n, now()
      from generate_series(1, 100000) n on conflict do nothing)
    insert into customer_journeys (merchant_id, customer_id, stage, furthest_stage, score, reasons, table_version, scored_at,
      first_seen_at, last_seen_at, visits, page_views)
    select '${DEMO_MERCHANT_ID}', ('00000001-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'engaged', 'engaged', n % 101, '[]', 0, now(),
      now(), now() - n * interval '1 second', 1, 1
    from generate_series(1, 100000) n`);
