import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateLimits } from './rate-limits.ts';

const at = (seconds: number) => new Date(seconds * 1000);

test('after a burst of 45 one message passes every 6 seconds, not a millisecond earlier', () => {
  const limits = new RateLimits();
  for (let count = 0; count < 45; count++) assert.ok(limits.countPair('n', 'ana', at(0)));
  assert.equal(limits.countPair('n', 'ana', at(5.999)), false);
  assert.equal(limits.countPair('n', 'ana', at(6)), true);
  assert.equal(limits.countPair('n', 'ana', at(6)), false);
});

test('one pair does not use up another', () => {
  const limits = new RateLimits();
  for (let count = 0; count < 46; count++) limits.countPair('n', 'ana', at(0));
  assert.ok(limits.countPair('n', 'lena', at(0)));
  assert.ok(limits.countPair('m', 'ana', at(0)));
});

test('the throughput is counted anew each second', () => {
  const limits = new RateLimits();
  assert.deepEqual(
    [1, 2, 3].map(() => limits.countMessage('n', 2, at(0.5))),
    [true, true, false],
  );
  assert.ok(limits.countMessage('n', 2, at(1)));
});
