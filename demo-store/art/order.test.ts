import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paintOrder } from './order.ts';
import type { Vec } from './space.ts';

const block = (name: string, low: Vec, size: Vec) => ({
  name,
  low,
  high: [low[0] + size[0], low[1] + size[1], low[2] + size[2]] as Vec,
});
const names = (...blocks: ReturnType<typeof block>[]) => paintOrder(blocks, each => each).map(({ name }) => name);

test('what stands behind, below or to the left is painted first', () => {
  const seat = block('seat', [0, 0, 0], [10, 4, 10]);
  const back = block('back', [0, 0, -3], [10, 9, 3]);
  const cushion = block('cushion', [0, 4, 0], [10, 3, 10]);
  const arm = block('arm', [10, 0, 0], [3, 7, 10]);
  assert.deepEqual(names(arm, cushion, seat, back), ['back', 'seat', 'cushion', 'arm']);
});

test('parts inside one another keep the order they were given', () => {
  const globe = block('globe', [0, 0, 0], [10, 10, 10]);
  const ribs = block('ribs', [0, 2, 0], [10, 1, 10]);
  assert.deepEqual(names(globe, ribs), ['globe', 'ribs']);
});
