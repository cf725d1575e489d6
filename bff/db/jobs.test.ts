import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { claimFairly } from './claim-fairly.ts';
import {
  claimInOrder,
  claimJobs,
  enqueue,
  enqueueNoLater,
  finishJob,
  type JobKind,
  MOST_OF_ONE_MERCHANT,
  postponeJob,
  retryJob,
} from './jobs.ts';
import { type Db, withMerchant } from './merchant-tx.ts';

const LEASE = 30_000;
const merchantId = randomUUIDv7();
let made = 0;
/** Ids in the order of the calls; of one millisecond, version 7 has none. */
const nextId = () => `01900000-0000-7000-8000-${String(++made).padStart(12, '0')}`;
const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('the queue', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(() => test.appSql`delete from queue.jobs`);

  const add = async (ms = 0, job: { id?: string; kind?: JobKind; ref?: string } = {}, merchant = merchantId) => {
    const full = { id: nextId(), kind: 'quote', ref: randomUUIDv7(), dueAt: at(ms), ...job } as const;
    await withMerchant(test.appDb, merchant, tx => enqueue(tx, full));
    return full.ref;
  };
  const claim = (limit: number, ms = 0, kind: JobKind = 'quote') =>
    claimJobs(test.appDb, kind, { limit, leaseMs: LEASE, now: at(ms) });
  const claimOrdered = (merchants: number, ms = 0) =>
    claimInOrder(test.appDb, 'commerce', { merchants, leaseMs: LEASE, now: at(ms) });
  const count = async () => (await test.appSql`select from queue.jobs`).length;

  it('takes the same work once, however often it is asked for', async () => {
    const ref = await add();
    await Promise.all([add(5, { ref }), add(-5, { ref })]);
    await add(0, { ref, kind: 'webhook' });
    assert.equal(await count(), 2, 'one a kind');
    assert.deepEqual(
      [...(await claim(9)), ...(await claim(9, 0, 'webhook'))].map(job => [
        ...[job.kind, job.ref, job.merchantId, job.failures, job.fence],
      ]),
      [
        ['quote', ref, merchantId, 0, 1],
        ['webhook', ref, merchantId, 0, 1],
      ],
    );
  });

  it('is asked within the transaction that causes the work: rolled back with it', async () => {
    const failing = withMerchant(test.appDb, merchantId, async tx => {
      await enqueue(tx, { id: randomUUIDv7(), kind: 'quote', ref: randomUUIDv7(), dueAt: NOW });
      throw new Error('no');
    });
    await assert.rejects(failing);
    assert.equal(await count(), 0);
  });

  it('gives what has been due longest first, at its millisecond and not before', async () => {
    const [late, early] = [await add(-1), await add(-2)];
    const exact = await add(0);
    await add(1);
    assert.deepEqual(
      (await claim(1)).map(({ ref }) => ref),
      [early],
    );
    assert.deepEqual(
      (await claim(1)).map(({ ref }) => ref),
      [late],
    );
    assert.deepEqual(
      (await claim(9)).map(({ ref }) => ref),
      [exact],
    );
    assert.deepEqual(await claim(9), []);
  });

  it('never gives one job to two claimers', async () => {
    for (let n = 0; n < 60; n++) await add();
    const claims = await Promise.all(Array.from({ length: 12 }, () => claim(7)));
    const ids = claims.flat().map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const jobs of claims) assert.ok(jobs.length <= 7);
    while ((await claim(7)).length > 0);
    assert.equal(await count(), 60);
  });

  it('lets nobody wait for a claim that is being made, and gives others what is left', async () => {
    for (let n = 0; n < 5; n++) await add();
    await test.appDb.transaction(async tx => {
      const mine = await claimJobs(tx as unknown as Db, 'quote', { limit: 3, leaseMs: LEASE, now: NOW });
      const theirs = await claim(9);
      assert.equal(new Set([...mine, ...theirs].map(({ id }) => id)).size, 5);
      assert.deepEqual([mine.length, theirs.length], [3, 2]);
    });
  });

  it('gives no more than was asked for, whatever way Postgres takes to it', async () => {
    for (let n = 0; n < 9; n++) await add();
    await test.appDb.transaction(async tx => {
      // What is left is a loop that looks for each row anew which ones are to be taken: its way to a table it believes to be empty.
      for (const way of ['hashagg', 'hashjoin', 'mergejoin', 'sort', 'material'])
        await tx.execute(sql.raw(`set local enable_${way} = off`));
      const db = tx as unknown as Db;
      const lease = { leaseMs: LEASE, now: NOW };
      assert.equal((await claimJobs(db, 'quote', { limit: 2, ...lease })).length, 2);
      assert.equal((await claimFairly(db, 'quote', { merchants: 1, each: 3, ...lease })).length, 3);
    });
  });

  it('gives a job again when its lease has ended, to a new fence', async () => {
    await add();
    const [first] = await claim(1);
    assert.deepEqual(await claim(1, LEASE - 1), []);
    const [second] = await claim(1, LEASE);
    assert.deepEqual([second?.id, second?.fence, second?.failures], [first?.id, 2, 0]);
  });

  it('lets who lost a lease settle nothing', async () => {
    await add();
    const [slow] = await claim(1);
    const [next] = await claim(1, LEASE);
    await finishJob(test.appDb, slow!);
    assert.equal(await count(), 1);
    await postponeJob(test.appDb, slow!, at(-1000));
    assert.deepEqual(await claim(1, LEASE), [], 'it is still the other one’s');
    await finishJob(test.appDb, next!);
    assert.equal(await count(), 0);
    await finishJob(test.appDb, next!);
  });

  it('does not put off what was hastened while it was in hand, that one time', async () => {
    const ref = await add();
    const hasten = () =>
      withMerchant(test.appDb, merchantId, tx => enqueueNoLater(tx, { id: nextId(), kind: 'quote', ref, dueAt: NOW }));
    const [job] = await claim(1);
    await hasten();
    await postponeJob(test.appDb, job!, at(500));
    const [again] = await claim(1);
    assert.equal(again?.id, job?.id);
    await postponeJob(test.appDb, again!, at(500));
    assert.deepEqual(await claim(1, 499), []);
    await hasten();
    assert.equal((await claim(1))[0]?.id, job?.id, 'due at once');
  });

  it('counts the failures in a row', async () => {
    await add();
    const failures: number[] = [];
    for (const next of [retryJob, retryJob, postponeJob, retryJob, retryJob]) {
      const [job] = await claim(1);
      failures.push(job!.failures);
      await next(test.appDb, job!, NOW);
    }
    assert.deepEqual(failures, [0, 1, 2, 0, 1]);
  });

  it('gives a postponed job back when it is due', async () => {
    await add();
    const [job] = await claim(1);
    await postponeJob(test.appDb, job!, at(500));
    assert.deepEqual(await claim(1, 499), []);
    assert.equal((await claim(1, 500))[0]?.id, job?.id);
  });

  it("gives a merchant's jobs in order to one claimer at a time, and nobody more until all of these are done", async () => {
    const [quiet, busy] = [randomUUIDv7(), randomUUIDv7()];
    const refs: string[] = [];
    for (let n = 0; n < MOST_OF_ONE_MERCHANT + 2; n++) refs.push(await add(-1, { kind: 'commerce' }, busy));
    const other = await add(0, { kind: 'commerce' }, quiet);
    const first = await claimOrdered(1);
    assert.deepEqual(
      first.map(({ ref }) => ref),
      refs.slice(0, MOST_OF_ONE_MERCHANT),
    );
    const second = await claimOrdered(9);
    assert.deepEqual(
      second.map(({ ref }) => ref),
      [other],
      'the other merchant waits for nobody',
    );
    for (const job of first.slice(1)) await finishJob(test.appDb, job);
    assert.deepEqual(await claimOrdered(9), []);
    await finishJob(test.appDb, first[0]!);
    assert.deepEqual(
      (await claimOrdered(9)).map(({ ref }) => ref),
      refs.slice(MOST_OF_ONE_MERCHANT),
    );
  });

  it('gives them again when the lease has ended, the first one first', async () => {
    const refs = [await add(0, { kind: 'commerce' }), await add(0, { kind: 'commerce' })];
    await claimOrdered(1);
    assert.deepEqual(await claimOrdered(1, LEASE - 1), []);
    assert.deepEqual(
      (await claimOrdered(1, LEASE)).map(({ ref }) => ref),
      refs,
    );
  });

  it('never has two claimers work for one merchant, however many ask at once', async () => {
    const merchants = Array.from({ length: 10 }, () => randomUUIDv7());
    for (const merchant of merchants) for (let n = 0; n < 30; n++) await add(0, { kind: 'commerce' }, merchant);
    const claims = await Promise.all(Array.from({ length: 12 }, () => claimOrdered(3)));
    const owners = claims.flatMap(jobs => [...new Set(jobs.map(job => job.merchantId))]);
    assert.deepEqual(owners.toSorted(), merchants.toSorted());
  });
});
