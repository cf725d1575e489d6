import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batched } from './batched.ts';

test('one goes at once, those that come meanwhile go together, and each gets its own answer', async () => {
  const asked: string[][] = [];
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const find = batched(async (merchantId, keys: string[]) => {
    asked.push([merchantId, ...keys]);
    await gates[asked.length - 1]?.promise;
    return key => `${key} of ${merchantId}`;
  });
  const first = find('a', '1');
  const later = [find('a', '2'), find('a', '3')];
  assert.deepEqual(asked, [['a', '1']]);
  gates[0]!.resolve();
  assert.equal(await first, '1 of a');
  gates[1]!.resolve();
  assert.deepEqual(await Promise.all(later), ['2 of a', '3 of a']);
  assert.deepEqual(asked, [
    ['a', '1'],
    ['a', '2', '3'],
  ]);
});

test('a merchant does not wait for another one', async () => {
  const stuck = Promise.withResolvers<void>();
  const find = batched(async (merchantId, _keys: string[]) => {
    if (merchantId === 'slow') await stuck.promise;
    return () => merchantId;
  });
  const slow = find('slow', 'x');
  assert.equal(await find('quick', 'x'), 'quick');
  stuck.resolve();
  assert.equal(await slow, 'slow');
});

test('a failure is told to those who were in it, and the next one is asked again', async () => {
  let isBroken = true;
  const find = batched(async (_merchantId, _keys: string[]) => {
    if (isBroken) throw new Error('away');
    return key => key;
  });
  await assert.rejects(find('a', '1'), /away/);
  isBroken = false;
  assert.equal(await find('a', '1'), '1');
});

test('more than a thousand go in several queries, none twice', async () => {
  const sizes: number[] = [];
  const find = batched(async (_merchantId, keys: number[]) => {
    sizes.push(keys.length);
    return key => key;
  });
  const keys = Array.from({ length: 2_500 }, (_, i) => i);
  assert.deepEqual(await Promise.all(keys.map(key => find('a', key))), keys);
  assert.deepEqual(sizes, [1, 1000, 1000, 499]);
});

test('one that is told to gather waits for company', async () => {
  const asked: string[][] = [];
  const find = batched(async (_merchantId, keys: string[]) => {
    asked.push(keys);
    return key => key;
  }, 1);
  const first = find('a', '1');
  // A turn of the event loop later, and yet with the first one.
  const second = Promise.resolve().then(() => find('a', '2'));
  assert.deepEqual(await Promise.all([first, second]), ['1', '2']);
  assert.deepEqual(asked, [['1', '2']]);
});
