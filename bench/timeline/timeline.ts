import postgres from 'postgres';
import { openDatabase } from '../../bff/db/connection.ts';
import type { Db } from '../../bff/db/merchant-tx.ts';
import { ensureAppRole } from '../../bff/db/roles.ts';
import { readCustomers, readCustomerTimeline } from '../../bff/services/read-journey.ts';
import { atMost } from '../figure.ts';
import { fillJourney } from '../parts/journey.ts';
import { startPostgres, startServer } from '../parts/server.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import type { Scope } from '../scope.ts';
import { percentile } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { BUSY, CUSTOMERS, customerId, EVENTS_OF_ONE, fillBusyCustomer, fillCustomers } from './fill.ts';
import { keepAnswer, makeAnswers, readAnswer } from './same-bytes.ts';

/** Read before anything is timed: a connection plans a statement for good after it has met it five times. */
const WARM_UP = 10;
const READS_A_ROUND = 50;
const SORTS = ['score', 'last-seen', 'name'] as const;

/** A page of a customer's timeline, and of the list of customers, whatever else is in the tables. */
export async function measureTimeline({ options, scope, report, note }: Bench): Promise<void> {
  const { db, owner } = await prepare(scope);
  const reads = options.rounds * READS_A_ROUND;
  const few = Math.ceil(options.rows / 100);
  const answers = { count: 0 };

  const inTurn = async (read: (n: number) => Promise<unknown>) => {
    const times = { ours: [] as number[], floor: [] as number[] };
    for (let n = 0; n < reads + WARM_UP; n++) {
      const [ours, answer] = await timed(() => read(n));
      const id = answers.count++;
      await keepAnswer(db, id, answer);
      const [floor] = await timed(() => readAnswer(db, id));
      if (n < WARM_UP) continue;
      times.ours.push(ours);
      times.floor.push(floor);
    }
    return times;
  };
  const tell = (figure: string, { ours, floor }: Awaited<ReturnType<typeof inTurn>>) => {
    report({ figure: `${figure}-p50`, value: percentile(ours, 0.5), unit: 'ms', floor: percentile(floor, 0.5) });
    const [value, least] = [percentile(ours, 0.99), percentile(floor, 0.99)];
    report({ figure: `${figure}-p99`, value, unit: 'ms', floor: least, aim: atMost(20) });
  };
  const page = (id: string, cursor?: string) =>
    readCustomerTimeline(db, DEMO_MERCHANT_ID, id, { limit: 50, cursor }, new Date());
  /** Some of those who have events, far from each other. */
  const somebody = (n: number, people: number) => customerId(((n * 7919) % people) + 1);

  note(`filling ${few} events`);
  const fewPeople = await fillJourney(owner, few);
  const before = await inTurn(n => page(somebody(n, fewPeople)));
  note(`filling ${options.rows} events`);
  const people = await fillJourney(owner, options.rows);
  note(`filling ${CUSTOMERS} customers`);
  await fillCustomers(owner);
  await fillBusyCustomer(owner);

  const whole = await inTurn(n => page(somebody(n, people)));
  tell(`timeline-page-of-${options.rows}`, whole);
  report({
    figure: `timeline-page-of-${options.rows}-over-${few}-p50`,
    value: percentile(whole.ours, 0.5),
    unit: 'ms',
    floor: percentile(before.ours, 0.5),
  });
  let cursor: string | undefined;
  const deeper = async () => {
    const read = await page(BUSY, cursor);
    cursor = read.next ?? undefined;
    return read;
  };
  tell(`timeline-page-of-a-customer-of-${EVENTS_OF_ONE}`, await inTurn(deeper));

  for (const sort of SORTS) {
    const list = (cursor?: string) => readCustomers(db, DEMO_MERCHANT_ID, { sort, limit: 100, cursor });
    let next = (await list()).next;
    const following = async () => {
      const read = await list(next!);
      next = read.next ?? (await list()).next;
      return read;
    };
    tell(`customers-page-by-${sort}-of-${CUSTOMERS}`, await inTurn(following));
  }
  tell(
    `customers-first-page-of-${CUSTOMERS}`,
    await inTurn(() => readCustomers(db, DEMO_MERCHANT_ID, { sort: 'score', limit: 100 })),
  );
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const begun = performance.now();
  const result = await work();
  return [performance.now() - begun, result];
}

async function prepare(scope: Scope): Promise<{ db: Db; owner: postgres.Sql }> {
  const ownerUrl = await startPostgres(scope);
  const server = await startServer(scope, { ownerUrl, live: 'process' });
  // It would score everybody beside us; what that takes is measured in the suite `score`.
  await server.child.kill();
  const { appUrl } = await ensureAppRole({ ownerUrl, secret: server.secret });
  const { db, sql } = openDatabase(appUrl, { max: 1 });
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  scope.defer(async () => {
    await sql.end();
    await owner.end();
  });
  await owner`select set_config('app.merchant_id', ${DEMO_MERCHANT_ID}, false)`;
  await makeAnswers(owner, appUrl);
  return { db, owner };
}
