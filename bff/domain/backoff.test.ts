import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff } from './backoff.ts';

const cases: [attempts: number, random: number, expected: number][] = [
  [1, 0, 0],
  [1, 0.5, 1_000],
  [2, 0.5, 2_000],
  [8, 0.5, 128_000],
  [9, 0.5, 150_000],
  [1_000, 0.5, 150_000],
];

for (const [attempts, random, expected] of cases) {
  test(`after ${attempts} attempts and with ${random} drawn it waits ${expected} ms`, () => {
    assert.equal(backoff(attempts, random), expected);
  });
}
