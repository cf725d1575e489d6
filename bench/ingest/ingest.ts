import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type Api, createApi } from '../client/api.ts';
import { openLine } from '../client/line.ts';
import { atMost, timesFloor } from '../figure.ts';
import { ROOT, startChild } from '../parts/child.ts';
import { fillJourney } from '../parts/journey.ts';
import { type Server, startPostgres, startServer } from '../parts/server.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import { median, percentile } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { newBatch, newToken } from './batches.ts';

const CONNECTIONS = 64;
/** No limit of requests stands in the way. */
export const UNLIMITED = { WOODEX_EVENTS_PER_KEY: '100000000', WOODEX_EVENTS_PER_ADDRESS: '100000000' };
const LOADED = 100_000;
/** Most of what a shop is told comes from browsers that it knows. */
export const KNOWN = Array.from({ length: 3_000 }, newToken);

/** Events taken in and committed, against the same checks without a database and the same rows without HTTP. */
export async function measureIngest({ options, scope, report, note }: Bench): Promise<void> {
  const ownerUrl = await startPostgres(scope);
  const server = await startServer(scope, { ownerUrl, live: 'process', profile: options.profile, env: UNLIMITED });
  const floor = startChild(scope, {
    args: [join(ROOT, 'bench/ingest/validating-server.ts')],
    env: { DATABASE_URL: ownerUrl },
  });
  const [floorUrl] = (await once(floor.process, 'message')) as [string];
  const ours = createApi(server.url);
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await sql`select set_config('app.merchant_id', ${DEMO_MERCHANT_ID}, false)`;
  scope.defer(async () => {
    ours.close();
    await sql.end();
  });

  const single = { ours: [] as number[], floor: [] as number[] };
  const many = { ours: [] as number[], floor: [] as number[] };
  await perEvent(server.url, KNOWN.length, 1);
  await perEvent(floorUrl, 500, 1);
  for (let round = 1; round <= options.rounds; round++) {
    note(`round ${round} of ${options.rounds}`);
    await scored(sql);
    single.floor.push(await perEvent(floorUrl, 3_000, 1));
    single.ours.push(await perEvent(server.url, 3_000, 1));
    many.floor.push(await insertsPerEvent(sql, 100, 50));
    many.ours.push(await perEvent(server.url, 200, 50));
  }
  const [one, fifty] = [median(single.ours), median(many.ours)];
  report({ figure: 'event-alone', value: one, unit: 'µs', floor: median(single.floor), aim: timesFloor(1.33) });
  report({
    figure: 'event-in-batch-of-50',
    value: fifty,
    unit: 'µs',
    floor: median(many.floor),
    aim: timesFloor(1.67),
  });
  const strangers = await perEvent(server.url, 2_000, 1, Array.from({ length: 2_000 }, newToken));
  report({ figure: 'event-of-a-new-browser', value: strangers, unit: 'µs', floor: one });
  report({ figure: 'events-a-second-alone', value: 1e6 / one, unit: '' });
  report({ figure: 'events-a-second-in-batches', value: 1e6 / fifty, unit: '' });

  note('half the peak');
  await scored(sql);
  const times = await pace(ours, 0.5e6 / one, 5_000);
  report({ figure: 'p99-at-half-the-peak', value: percentile(times, 0.99), unit: 'ms', aim: atMost(100) });

  note('killed while 100,000 events are sent');
  report({ figure: 'events-lost-or-doubled', value: await survive(server, sql), unit: '', aim: atMost(0) });

  // By the same browsers, whose past has become longer meanwhile.
  const before = await batchesOverWhatIsThere(options.rounds);
  note(`filling ${options.rows} rows`);
  await fillJourney(sql, options.rows);
  report({
    figure: `event-over-${options.rows}-rows`,
    value: await batchesOverWhatIsThere(options.rounds),
    unit: 'µs',
    floor: before,
    aim: timesFloor(1.2),
  });

  async function batchesOverWhatIsThere(rounds: number): Promise<number> {
    const times: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      await scored(sql);
      times.push(await perEvent(server.url, 200, 50));
    }
    return median(times.slice(1));
  }
}

/** Waits until nobody's score is behind: under a flood that work is put off, and it is not to fall on what is measured next. */
export async function scored(sql: postgres.Sql): Promise<void> {
  while ((await sql`select from queue.journey_marks limit 1`).length > 0) await sleep(50);
}

/** Microseconds an event, with all connections busy. */
export async function perEvent(url: string, requests: number, events: number, tokens = KNOWN): Promise<number> {
  const bodies = Array.from({ length: requests }, (_, i) =>
    JSON.stringify(newBatch(tokens[i % tokens.length]!, events)),
  );
  const lines = await Promise.all(Array.from({ length: CONNECTIONS }, () => openLine(url, '/v1/events')));
  const begun = performance.now();
  await Promise.all(
    lines.map(async line => {
      for (let body = bodies.pop(); body; body = bodies.pop()) await line.post(body);
    }),
  );
  const took = performance.now() - begun;
  for (const line of lines) line.close();
  return (took * 1000) / (requests * events);
}

/** The same rows, as many at once, through one connection. */
async function insertsPerEvent(sql: postgres.Sql, inserts: number, events: number): Promise<number> {
  const now = new Date();
  const rows = Array.from({ length: inserts }, () =>
    newBatch('', events).events.map(({ id, name, at, page, properties }) => ({
      merchant_id: DEMO_MERCHANT_ID,
      id,
      subject_id: id,
      name,
      source: 'web',
      occurred_at: at,
      client_at: at,
      received_at: now,
      page_url: page.url,
      page_title: page.title,
      properties: sql.json(properties),
    })),
  );
  const begun = performance.now();
  for (const batch of rows) await sql`insert into customer_journey_events ${sql(batch)} on conflict do nothing`;
  return ((performance.now() - begun) * 1000) / (inserts * events);
}

/** Milliseconds of each request, sent at a fixed pace whether or not those before were answered. */
async function pace(api: Api, aSecond: number, forMs: number): Promise<number[]> {
  const times: number[] = [];
  const sent: Promise<unknown>[] = [];
  const tokens = Array.from({ length: 1_000 }, newToken);
  const begun = performance.now();
  for (let i = 0; performance.now() - begun < forMs; i++) {
    const due = begun + (i * 1000) / aSecond;
    if (due - performance.now() > 1) await sleep(due - performance.now());
    const at = performance.now();
    sent.push(
      api.post('/v1/events', newBatch(tokens[i % tokens.length]!, 1)).then(() => times.push(performance.now() - at)),
    );
  }
  await Promise.all(sent);
  return times;
}

/** Sends so many events, again until they are answered, while the server is killed. How many are missing or too many afterwards. */
async function survive(server: Server, sql: postgres.Sql): Promise<number> {
  const count = async () => Number((await sql`select count(*) as n from customer_journey_events`)[0]!.n);
  const before = await count();
  const tokens = Array.from({ length: 2_000 }, newToken);
  const bodies = Array.from({ length: LOADED / 50 }, (_, i) => newBatch(tokens[i % tokens.length]!, 50));
  const api = createApi(server.url);
  const untilTaken = async (body: object) => {
    for (;;) {
      const isTaken = await api.post('/v1/events', body).then(
        () => true,
        () => false,
      );
      if (isTaken) return;
      await sleep(20);
    }
  };
  const loading = Promise.all(
    Array.from({ length: 32 }, async () => {
      for (let body = bodies.pop(); body; body = bodies.pop()) await untilTaken(body);
    }),
  );
  for (let kill = 0; kill < 4 && bodies.length > 0; kill++) {
    await sleep(700);
    await server.child.kill();
    await server.restart();
  }
  await loading;
  api.close();
  return Math.abs((await count()) - before - LOADED);
}
