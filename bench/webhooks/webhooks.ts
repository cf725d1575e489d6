import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../bff/db/connection.ts';
import { ensureAppRole } from '../../bff/db/roles.ts';
import { timeInserts } from '../chat/durable-insert.ts';
import { type Api, createApi } from '../client/api.ts';
import { atMost, timesFloor } from '../figure.ts';
import { ROOT, startChild } from '../parts/child.ts';
import { type Server, startPostgres, startServer } from '../parts/server.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import type { Scope } from '../scope.ts';
import { percentile } from '../statistics.ts';
import type { Bench } from '../suite.ts';
import { ACCOUNT, message, signed, status, textOf } from './bodies.ts';
import { FEW, lineClaimer, timeInTurn } from './claims.ts';
import { seedPeople } from './people.ts';
import { openScreen } from './screen.ts';

/** What Meta sends for a number at 80 messages a second: three ticks each; here a quarter of it are customers who write. */
const A_SECOND = 240;
const FLOOR_SECONDS = 10;
const PATH = '/webhooks/whatsapp';
/** Who writes; so many that each does so every few seconds. */
const WRITERS = 500;
const STATES = ['sent', 'delivered', 'read'];

/** Webhooks answered at the pace of a busy number, and how soon they have done what they tell. */
export async function measureWebhooks({ options, scope, report, note }: Bench): Promise<void> {
  const ownerUrl = await startPostgres(scope);
  const env = { WOODEX_DEMO_WHATSAPP: JSON.stringify(ACCOUNT), WHATSAPP_API_URL: 'http://127.0.0.1:1' };
  const server = await startServer(scope, { ownerUrl, live: 'process', profile: options.profile, env });
  const floor = startChild(scope, { args: [join(ROOT, 'bench/webhooks/signing-server.ts')] });
  const [floorUrl] = (await once(floor.process, 'message')) as [string];
  const { app, owner } = await openAsBoth(scope, ownerUrl, server);
  const [ours, bare] = [createApi(server.url), createApi(floorUrl)];
  scope.defer(() => {
    for (const api of [ours, bare]) api.close();
  });
  const seconds = Math.ceil(options.minutes * 60);
  const total = A_SECOND * seconds;
  note(`seeding ${total / 4} answers that were sent`);
  await seedPeople(owner.sql, DEMO_MERCHANT_ID, Math.max(WRITERS, total / 4));
  const screen = await openScreen(server.url);
  scope.defer(() => screen.close());
  await pace(ours, A_SECOND, n => message(-1 - n, n));

  note(`${A_SECOND} a second for ${seconds} s`);
  const alone = await pace(bare, A_SECOND * FLOOR_SECONDS, bodyOf);
  const answers = await pace(ours, total, bodyOf);
  const inserts = await timeInserts(ownerUrl, 500);
  const value = (p: number) =>
    percentile(
      answers.map(({ ms }) => ms),
      p,
    );
  const least = (p: number) =>
    percentile(
      alone.map(({ ms }) => ms),
      p,
    );
  report({ figure: 'answer-p50', value: value(0.5), unit: 'ms', floor: least(0.5), aim: atMost(25) });
  report({ figure: 'answer-p99', value: value(0.99), unit: 'ms', floor: least(0.99), aim: atMost(250) });
  report({ figure: 'answer-over-one-insert-p50', value: value(0.5), unit: 'ms', floor: percentile(inserts, 0.5) });

  const waiting = async () =>
    Number((await owner.sql`select count(*) from queue.jobs where kind in ('webhook', 'status')`)[0]!.count);
  const begun = performance.now();
  report({ figure: 'left-to-do-at-the-end', value: await waiting(), unit: '' });
  while ((await waiting()) > 0) await sleep(20);
  report({ figure: 'all-done-after', value: (performance.now() - begun) / 1000, unit: 's' });
  await sleep(1000);
  const effects = answers.flatMap(({ n, answered }) => {
    const at = n % 4 === 3 ? screen.seen.get(textOf(n)) : undefined;
    return at === undefined ? [] : [at - answered];
  });
  report({ figure: 'answer-to-screen-p50', value: percentile(effects, 0.5), unit: 'ms' });
  report({ figure: 'answer-to-screen-p99', value: percentile(effects, 0.99), unit: 'ms' });
  report({ figure: 'messages-never-seen', value: total / 4 - effects.length, unit: '', aim: atMost(0) });
  const [left] = await owner.sql`select count(*) from deliveries where wamid is not null and state <> 'read'
    and split_part(wamid, '.', 3)::int < ${total / 4}`;
  report({ figure: 'ticks-lost', value: Number(left!.count), unit: '', aim: atMost(0) });

  note(`claims over 1,000 and ${options.rows} waiting lines`);
  const otherUrl = await startPostgres(scope);
  const other = await startServer(scope, { ownerUrl: otherUrl, live: 'process', env });
  for (const { child } of [server, other]) await child.stop();
  const short = await openAsBoth(scope, otherUrl, other);
  const { few, many } = await timeInTurn(
    await lineClaimer(short.app.db, short.owner.sql, FEW),
    await lineClaimer(app.db, owner.sql, Math.max(FEW, options.rows)),
  );
  report({ figure: `claim-over-${options.rows}-waiting`, value: many, unit: 'ms', floor: few, aim: timesFloor(1.2) });
}

/** A server's database as its own role has it, and as its owner within the demo's merchant. */
async function openAsBoth(scope: Scope, ownerUrl: string, { secret }: Server) {
  const { appUrl } = await ensureAppRole({ ownerUrl, secret });
  const [app, owner] = [openDatabase(appUrl, { max: 2 }), openDatabase(ownerUrl, { max: 1 })];
  scope.defer(async () => {
    for (const { sql } of [app, owner]) await sql.end();
  });
  await owner.sql`select set_config('app.merchant_id', ${DEMO_MERCHANT_ID}, false), set_config('statement_timeout', '0', false)`;
  return { app, owner };
}

/** Of four bodies three are ticks, of the message that went to somebody, and the fourth is a text of somebody. */
const bodyOf = (n: number): object => (n % 4 === 3 ? message(n, (n >> 2) % WRITERS) : status(STATES[n % 4]!, n >> 2));

type Answer = { n: number; ms: number; answered: number };

/** Sends them at a fixed pace whether or not those before were answered, so that a slow one hides none. */
async function pace(api: Api, count: number, body: (n: number) => object): Promise<Answer[]> {
  const sent: Promise<Answer>[] = [];
  const begun = performance.now();
  for (let n = 0; n < count; n++) {
    const early = begun + (n * 1000) / A_SECOND - performance.now();
    if (early > 1) await sleep(early);
    const told = body(n);
    const headers = signed(told);
    const at = performance.now();
    sent.push(
      api.post(PATH, told, headers).then(() => {
        const answered = performance.now();
        return { n, ms: answered - at, answered };
      }),
    );
  }
  return Promise.all(sent);
}
