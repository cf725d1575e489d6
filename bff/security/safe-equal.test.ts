import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeEqual } from './safe-equal.ts';

const cases: [a: string | Buffer, b: string | Buffer, equal: boolean][] = [
  ['secret', 'secret', true],
  ['secret', 'Secret', false],
  ['secret', 'secret ', false],
  ['', '', true],
  ['', 'x', false],
  ['é', 'é', true],
  ['a', Buffer.from('a'), true],
  [Buffer.of(1, 2), Buffer.of(1, 2), true],
  [Buffer.of(1, 2), Buffer.of(1, 2, 3), false],
];

for (const [a, b, equal] of cases) {
  test(`${JSON.stringify(a)} and ${JSON.stringify(b)} are ${equal ? 'the same' : 'not the same'}`, () => {
    assert.equal(safeEqual(a, b), equal);
    assert.equal(safeEqual(b, a), equal);
  });
}
