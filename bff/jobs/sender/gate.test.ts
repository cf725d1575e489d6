import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { turn } from './gate.ts';

/** When each passes, of messages that come at these moments. */
function passing(comes: readonly number[], most: number): number[] {
  const times: number[] = [];
  return comes.map(now => {
    const at = turn(times, most, now);
    times.push(at);
    return at;
  });
}

const mostWithinASecond = (at: readonly number[]) =>
  Math.max(...at.map(from => at.filter(ms => ms >= from && ms < from + 1000).length));

describe('the gate before Meta', () => {
  test('whoever comes at the pace of the number passes at once', () => {
    const comes = Array.from({ length: 500 }, (_, n) => n * (1000 / 78.8));
    assert.deepEqual(passing(comes, 79), comes);
  });

  test('a heap that was held up goes out no faster than Meta takes it, in its order, and nothing after it is early', () => {
    const heap = [...Array.from({ length: 200 }, () => 0), 1, 2, 3];
    const at = passing(heap, 79);
    assert.equal(mostWithinASecond(at), 79);
    assert.deepEqual(
      at,
      [...at].sort((a, b) => a - b),
    );
    assert.deepEqual([at[78], at[79], at[157], at[158]], [0, 1000, 1000, 2000]);
  });

  test('after a pause of a second there is room for all again', () => {
    assert.deepEqual(passing([0, 0, 999, 1000, 1000], 2), [0, 0, 1000, 1000, 2000]);
  });
});
