import assert from 'node:assert/strict';
import { it } from 'node:test';
import { median, percentile } from './statistics.ts';

const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);

it('takes the nearest rank, whatever the order', () => {
  assert.equal(percentile(hundred, 0.5), 50);
  assert.equal(percentile(hundred, 0.99), 99);
  assert.equal(percentile(hundred, 1), 100);
});

it('answers with a value that was measured, even of few', () => {
  assert.equal(percentile([7], 0.99), 7);
  assert.equal(percentile([1, 2], 0.5), 1);
  assert.equal(percentile([1, 2], 0.51), 2);
});

it('takes the middle of an odd number and the mean of the two middles of an even one', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 2, 100]), 3);
});

it('leaves the order of what it is given alone', () => {
  const values = [3, 1, 2];
  median(values);
  percentile(values, 0.5);
  assert.deepEqual(values, [3, 1, 2]);
});

it('has no answer for nothing', () => {
  assert.throws(() => median([]), RangeError);
  assert.throws(() => percentile([], 0.5), RangeError);
});
