import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { claimJobs, enqueue, finishJob, type JobKind, postponeJob } from './jobs.ts';
import { type Db, withMerchant } from './merchant-tx.ts';

const LEASE = 30_000;
const merchantId = randomUUIDv7();
const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('the queue', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(() => test.appSql`delete from queue.jobs`);

  const add = async (ms = 0, job: { id?: string; kind?: JobKind; ref?: string } = {}) => {
    const full = { id: randomUUIDv7(), kind: 'delivery', ref: randomUUIDv7(), dueAt: at(ms), ...job } as const;
    await withMerchant(test.appDb, merchantId, tx => enqueue(tx, full));
    return full.ref;
  };
  const claim = (limit: number, ms = 0) => claimJobs(test.appDb, limit, LEASE, at(ms));
  const count = async () => (await test.appSql`select from queue.jobs`).length;

  it('takes the same work once, however often it is asked for', async () => {
    const ref = await add();
    await Promise.all([add(5, { ref }), add(-5, { ref })]);
    await add(0, { ref, kind: 'webhook' });
    assert.equal(await count(), 2, 'one a kind');
    assert.deepEqual(
      (await claim(9)).map(job => [job.ref, job.merchantId, job.attempts, job.fence]),
      [
        [ref, merchantId, 1, 1],
        [ref, merchantId, 1, 1],
      ],
    );
  });

  it('is asked within the transaction that causes the work: rolled back with it', async () => {
    const failing = withMerchant(test.appDb, merchantId, async tx => {
      await enqueue(tx, { id: randomUUIDv7(), kind: 'delivery', ref: randomUUIDv7(), dueAt: NOW });
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
      const mine = await claimJobs(tx as unknown as Db, 3, LEASE, NOW);
      const theirs = await claim(9);
      assert.equal(new Set([...mine, ...theirs].map(({ id }) => id)).size, 5);
      assert.deepEqual([mine.length, theirs.length], [3, 2]);
    });
  });

  it('gives a job again when its lease has ended, to a new fence', async () => {
    await add();
    const [first] = await claim(1);
    assert.deepEqual(await claim(1, LEASE - 1), []);
    const [second] = await claim(1, LEASE);
    assert.deepEqual([second?.id, second?.fence, second?.attempts], [first?.id, 2, 2]);
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

  it('gives a postponed job back when it is due', async () => {
    await add();
    const [job] = await claim(1);
    await postponeJob(test.appDb, job!, at(500));
    assert.deepEqual(await claim(1, 499), []);
    assert.equal((await claim(1, 500))[0]?.id, job?.id);
  });
});
