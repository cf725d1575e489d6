import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { pino } from 'pino';
import { claimJobs, enqueue, type Job, type JobKind } from '../db/jobs.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { inProcessLive } from '../live/in-process.ts';
import { FixedClock } from '../testing/clock.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { eventually } from '../testing/eventually.ts';
import { type Handler, MAX_FAILURES, startWorker, type Worker } from './worker.ts';

let made = 0;
/** Ids in the order of the calls; of one millisecond, version 7 has none. */
const nextId = () => `01900000-0000-7000-8000-${String(++made).padStart(12, '0')}`;

type Settled = [kind: JobKind, outcome: string];

describe('the worker', () => {
  let test: TestDatabase;
  let clock: FixedClock;
  let workers: Worker[];
  let settled: Settled[];
  const live = inProcessLive();
  const merchantId = randomUUIDv7();

  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    clock = new FixedClock();
    workers = [];
    settled = [];
    await test.appSql`delete from queue.jobs`;
  });
  afterEach(() => Promise.all(workers.map(worker => worker.stop())));

  type Work = Handler['work'];
  const missing = () => Promise.reject(new Error('not expected'));
  const start = (works: Partial<Record<JobKind, Work>>, giveUp: Handler['giveUp'] = missing) => {
    const handler = (work: Work = missing) => ({ work, giveUp });
    const worker = startWorker({
      db: test.appDb,
      live,
      clock,
      log: pino({ level: 'silent' }),
      handlers: {
        webhook: handler(works.webhook),
        status: handler(works.status),
        commerce: handler(works.commerce),
        quote: handler(works.quote),
        reconcile: handler(works.reconcile),
        privacy: handler(works.privacy),
        templates: handler(works.templates),
        media: handler(works.media),
        presence: handler(works.presence),
        'number-health': handler(works['number-health']),
      },
      random: () => 0.5,
      onSettled: (kind, outcome) => settled.push([kind, outcome]),
    });
    workers.push(worker);
    return worker;
  };

  async function add(kind: JobKind, merchant = merchantId): Promise<string> {
    const ref = randomUUIDv7();
    await withMerchant(test.appDb, merchant, tx => enqueue(tx, { id: nextId(), kind, ref, dueAt: clock.now() }));
    return ref;
  }
  const rows = () =>
    test.appSql<{ due_at: Date; failures: number; leased_until: Date | null }[]>`
      select due_at, failures, leased_until from queue.jobs`;
  const isEmpty = async () => (await rows()).length === 0;
  const done = { retryAt: null };
  /** Does nothing but say whose turn it was. */
  const noting =
    (refs: string[]): Work =>
    async job => {
      refs.push(job.ref);
      return done;
    };

  it('does a job once and takes it off the queue', async () => {
    const refs: string[] = [];
    const ref = await add('quote');
    start({ quote: noting(refs) });
    await eventually(isEmpty);
    assert.deepEqual([refs, settled], [[ref], [['quote', 'done']]]);
  });

  it('puts a job off to when its handler says', async () => {
    await add('quote');
    const later = new Date(clock.now().getTime() + 60_000);
    const seen: number[] = [];
    start({
      quote: async job => {
        seen.push(job.failures);
        return seen.length === 1 ? { retryAt: later } : done;
      },
    });
    await eventually(() => settled.length === 1);
    assert.deepEqual({ ...(await rows())[0] }, { due_at: later, failures: 0, leased_until: null });
    clock.advance(60_000);
    live.publish({ kind: 'work' });
    await eventually(isEmpty);
    assert.deepEqual(
      [seen, settled],
      [
        [0, 0],
        [
          ['quote', 'postponed'],
          ['quote', 'done'],
        ],
      ],
    );
  });

  it('tries again what failed, later each time, and goes on with the rest', async () => {
    const bad = await add('quote');
    const waits: number[] = [];
    start({
      quote: async job => {
        if (job.ref === bad && job.failures < 3) throw new Error('bad');
        return done;
      },
    });
    for (let attempt = 1; attempt <= 3; attempt++) {
      await eventually(async () => settled.length === attempt && (await rows())[0]?.leased_until === null);
      const [row] = await rows();
      waits.push(row!.due_at.getTime() - clock.now().getTime());
      clock.advance(waits.at(-1)!);
      live.publish({ kind: 'work' });
    }
    await eventually(isEmpty);
    assert.deepEqual(waits, [1000, 2000, 4000]);
    await add('quote');
    live.publish({ kind: 'work' });
    await eventually(isEmpty);
    assert.deepEqual(
      settled.map(([, outcome]) => outcome),
      ['failed', 'failed', 'failed', 'done', 'done'],
    );
  });

  it('gives up what failed too often, once and not before, whatever it was put off for in between', async () => {
    assert.equal(MAX_FAILURES, 10);
    const ref = await add('quote');
    let works = 0;
    const givenUp: string[] = [];
    start(
      {
        quote: async () => {
          works += 1;
          if (works === 5) return { retryAt: new Date(clock.now().getTime() + 1) };
          throw new Error('poison');
        },
      },
      async job => givenUp.push(job.ref),
    );
    await eventually(async () => {
      const [row] = await rows();
      if (row && row.due_at > clock.now()) {
        clock.advance(300_000);
        live.publish({ kind: 'work' });
      }
      return !row;
    });
    assert.deepEqual([works, givenUp], [5 + MAX_FAILURES, [ref]]);
    assert.deepEqual(settled.at(-1), ['quote', 'abandoned']);
    assert.equal(settled.filter(([, outcome]) => outcome === 'abandoned').length, 1);
  });

  it("works on a merchant's carts and orders one after the other, as they came, and on other merchants' meanwhile", async () => {
    const [slow, quick] = [randomUUIDv7(), randomUUIDv7()];
    const expected = { [slow]: [] as string[], [quick]: [] as string[] };
    for (let n = 0; n < 5; n++)
      for (const merchant of [slow, quick]) expected[merchant]!.push(await add('commerce', merchant));
    const order: Record<string, string[]> = { [slow]: [], [quick]: [] };
    const gate = Promise.withResolvers<void>();
    let atOnce = 0;
    start({
      commerce: async ({ merchantId: merchant, ref }) => {
        order[merchant]!.push(ref);
        if (merchant === slow) {
          atOnce += 1;
          assert.equal(atOnce, 1, 'one at a time');
          await gate.promise;
          atOnce -= 1;
        }
        return done;
      },
    });
    await eventually(() => order[quick]!.length === 5);
    assert.equal(order[slow]!.length, 1);
    gate.resolve();
    await eventually(isEmpty);
    assert.deepEqual(order, expected);
    assert.ok(settled.every(([, outcome]) => outcome === 'done'));
  });

  it("leaves a merchant's carts and orders to one worker at a time, whoever that is", async () => {
    const expected: string[] = [];
    for (let n = 0; n < 100; n++) expected.push(await add('commerce'));
    const order: string[] = [];
    let atOnce = 0;
    const commerce: Work = async ({ ref }) => {
      atOnce += 1;
      assert.equal(atOnce, 1);
      order.push(ref);
      await rows();
      atOnce -= 1;
      return done;
    };
    for (const _ of [1, 2, 3]) start({ commerce });
    await eventually(isEmpty);
    assert.deepEqual(order, expected);
    assert.ok(settled.every(([, outcome]) => outcome === 'done'));
  });

  it('does not begin what it comes to after the lease, and leaves it to the next', async () => {
    const [slow, next] = [await add('commerce'), await add('commerce')];
    const gates = new Map<string, () => void>();
    const begun: string[] = [];
    const commerce: Work = ({ ref }) => {
      begun.push(ref);
      return ref === slow && begun.length === 1
        ? new Promise(resolve => gates.set(ref, () => resolve(done)))
        : Promise.resolve(done);
    };
    start({ commerce });
    await eventually(() => gates.has(slow));
    clock.advance(30_000);
    start({ commerce });
    await eventually(isEmpty);
    gates.get(slow)!();
    await eventually(() => settled.length === 3);
    assert.deepEqual(begun, [slow, slow, next]);
  });

  it('sends an answer while a thousand webhooks of every kind of merchant wait', async () => {
    const gate = Promise.withResolvers<void>();
    let webhooks = 0;
    const merchants = Array.from({ length: 25 }, () => randomUUIDv7());
    for (const merchant of merchants) for (let n = 0; n < 40; n++) await add('webhook', merchant);
    const sent: string[] = [];
    start({
      webhook: async () => {
        webhooks += 1;
        await gate.promise;
        return done;
      },
      quote: noting(sent),
    });
    await eventually(() => webhooks === 4);
    const ref = await add('quote');
    live.publish({ kind: 'work' });
    await eventually(() => sent.includes(ref));
    gate.resolve();
    await eventually(isEmpty);
    assert.equal(webhooks, 1000);
  });

  it('keeps nobody waiting behind a slow delivery, not even who comes later', async () => {
    const gate = Promise.withResolvers<void>();
    const begun: string[] = [];
    const slow = await add('quote');
    start({
      quote: async ({ ref }) => {
        begun.push(ref);
        if (ref === slow) await gate.promise;
        return done;
      },
    });
    await eventually(() => begun.includes(slow));
    const later = await add('quote');
    live.publish({ kind: 'work' });
    await eventually(() => begun.includes(later) && settled.length === 1);
    gate.resolve();
    await eventually(isEmpty);
  });

  it('has at most 4 jobs of a kind in hand, and takes the next when one is done', async () => {
    for (let n = 0; n < 9; n++) await add('quote');
    const gates: (() => void)[] = [];
    start({ quote: () => new Promise(resolve => gates.push(() => resolve(done))) });
    await eventually(() => gates.length === 4);
    assert.equal(
      (await claimJobs(test.appDb, 'quote', { limit: 99, leaseMs: 1, now: clock.now() })).length,
      5,
      'the others were not taken',
    );
    clock.advance(2);
    gates[0]!();
    await eventually(() => gates.length === 5);
    for (let n = 1; n < 9; n++) {
      await eventually(() => gates.length > n);
      gates[n]!();
    }
    await eventually(isEmpty);
  });

  it('is told which of a lane come back at once; the others are done', async () => {
    const lane = [await add('status'), await add('status'), await add('status')];
    const together: string[][] = [];
    const alone: string[] = [];
    workers.push(
      startWorker({
        ...{ db: test.appDb, live, clock, log: pino({ level: 'silent' }), random: () => 0.5 },
        handlers: {
          status: {
            work: noting(alone),
            async workTogether(jobs) {
              together.push(jobs.map(({ ref }) => ref));
              return jobs.filter(({ ref }) => ref === lane[1] && together.length === 1);
            },
            giveUp: missing,
          },
        },
        onSettled: (...what) => settled.push(what),
      }),
    );
    await eventually(isEmpty);
    assert.deepEqual([together, alone], [[lane], [lane[1]]]);
    assert.deepEqual(
      settled.map(([, outcome]) => outcome),
      ['done', 'postponed', 'done', 'done'],
    );
  });

  it('stops when what it has begun is done, and takes nothing more', async () => {
    const gate = Promise.withResolvers<void>();
    const begun: Job[] = [];
    await add('quote');
    const worker = start({
      quote: async job => {
        begun.push(job);
        await gate.promise;
        return done;
      },
    });
    await eventually(() => begun.length === 1);
    let hasStopped = false;
    const stopped = worker.stop().then(() => {
      hasStopped = true;
    });
    await add('quote');
    live.publish({ kind: 'work' });
    await rows();
    assert.equal(hasStopped, false);
    gate.resolve();
    await stopped;
    assert.equal((await rows()).length, 1);
    assert.deepEqual([begun.length, settled], [1, [['quote', 'done']]]);
  });

  it('finds a job whose wake-up was lost', async () => {
    const seen: string[] = [];
    start({ quote: noting(seen) });
    const first = await add('quote');
    await eventually(isEmpty);
    const second = await add('quote');
    await eventually(isEmpty);
    assert.deepEqual(seen, [first, second]);
  });

  it('shares the queue with another worker, and no job is done twice', async () => {
    const seen: string[] = [];
    for (let n = 0; n < 50; n++) await add('quote');
    for (const _ of [1, 2, 3]) start({ quote: noting(seen) });
    await eventually(isEmpty);
    assert.equal(new Set(seen).size, 50);
    assert.equal(seen.length, 50);
  });

  it('goes on after the database did not answer', async () => {
    const failures: unknown[] = [];
    const log = Object.assign(pino({ level: 'silent' }), { warn: (facts: unknown) => failures.push(facts) });
    await test.ownerSql.unsafe('alter table queue.jobs rename to away');
    const handler = { work: async () => done, giveUp: missing };
    const handlers = {
      webhook: handler,
      status: handler,
      commerce: handler,
      quote: handler,
      reconcile: handler,
      privacy: handler,
      templates: handler,
      media: handler,
      presence: handler,
      'number-health': handler,
    };
    workers.push(
      startWorker({
        db: test.appDb,
        live,
        clock,
        log,
        handlers,
        random: () => 0.5,
        onSettled: () => settled.push(['quote', 'done']),
      }),
    );
    await eventually(() => failures.length > 0);
    await test.ownerSql.unsafe('alter table queue.away rename to jobs');
    await add('quote');
    live.publish({ kind: 'work' });
    await eventually(isEmpty);
    assert.equal(settled.length, 1);
  });
});
