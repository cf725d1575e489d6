import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareInTurn } from './share-in-turn.ts';

test('three who ask at once share one call, who asks after it began gets another', async () => {
  const calls: string[] = [];
  const began = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const read = shareInTurn(async (merchantId, after, atMost) => {
    calls.push(`${merchantId} ${after} ${atMost}`);
    began.resolve();
    await finish.promise;
    return calls.length;
  });
  const first = [read('a', 1, 9), read('a', 1, 9), read('a', 1, 9), read('a', 1, 8), read('a', 2, 9), read('b', 1, 9)];
  await began.promise;
  const late = read('a', 1, 9);
  finish.resolve();
  await Promise.all([...first, late]);
  assert.deepEqual(calls.toSorted(), ['a 1 8', 'a 1 9', 'a 1 9', 'a 2 9', 'b 1 9']);
});

test('a call that fails fails for those who shared it alone', async () => {
  let isBroken = true;
  const read = shareInTurn(async () => {
    if (isBroken) throw new Error('broken');
    return 'whole';
  });
  const [one, two] = [read('a', 1, 9), read('a', 1, 9)];
  await Promise.all([assert.rejects(one), assert.rejects(two)]);
  isBroken = false;
  assert.equal(await read('a', 1, 9), 'whole');
});
