import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Numbers, sumFaults } from './numbers.ts';

function read(...seqs: number[]): Numbers {
  const numbers = new Numbers();
  for (const seq of seqs) numbers.update(seq);
  return numbers;
}

it('finds no fault in 1…n', () => {
  assert.deepEqual(read(1, 2, 3).faults, { gaps: 0, doubles: 0, resets: 0 });
});

it('counts every skipped number, also those before the first one', () => {
  assert.equal(read(1, 4).faults.gaps, 2);
  assert.equal(read(2).faults.gaps, 1);
});

it('counts what comes twice, at once or later, and goes on from the newest', () => {
  const numbers = read(1, 1, 2, 1, 3);
  assert.deepEqual(numbers.faults, { gaps: 0, doubles: 2, resets: 0 });
  assert.equal(numbers.last, 3);
});

it('goes on from where a reset says, and counts it', () => {
  const numbers = read(1);
  numbers.reset(7);
  numbers.update(8);
  assert.deepEqual(numbers.faults, { gaps: 0, doubles: 0, resets: 1 });
});

it('adds up the faults of all readers', () => {
  assert.deepEqual(sumFaults([read(2).faults, read(1, 1).faults]), { gaps: 1, doubles: 1, resets: 0 });
});
