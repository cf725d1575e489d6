import assert from 'node:assert/strict';
import { it } from 'node:test';
import { atMost, judge, timesFloor } from './figure.ts';

const judged = (value: number, floor: number | undefined, aim: Parameters<typeof judge>[1]['aim']) =>
  judge('chat', { figure: 'x', value, unit: 'ms', floor, aim });

it('meets an aim at exactly its limit, and misses it just above', () => {
  assert.equal(judged(10, undefined, atMost(10)).ok, true);
  assert.equal(judged(10.004, undefined, atMost(10)).ok, false);
});

it('judges a ratio by the floor of the same run', () => {
  assert.deepEqual(judged(23, 20, timesFloor(1.15)), {
    suite: 'chat',
    figure: 'x',
    value: 23,
    unit: 'ms',
    floor: 20,
    ratio: 1.15,
    aim: '≤ 1.15×',
    ok: true,
  });
  assert.equal(judged(23.1, 20, timesFloor(1.15)).ok, false);
});

it('has no ratio without a floor or with one of zero, and then misses an aim at it', () => {
  assert.equal(judged(1, undefined, undefined).ratio, null);
  assert.equal(judged(1, 0, timesFloor(2)).ratio, null);
  assert.equal(judged(1, 0, timesFloor(2)).ok, false);
});

it('says null where nothing is aimed at', () => {
  assert.deepEqual([judged(1, 2, undefined).aim, judged(1, 2, undefined).ok], [null, null]);
});

it('rounds what is printed, not what is judged, and refuses what is no number', () => {
  assert.equal(judged(1234.56, undefined, undefined).value, 1235);
  assert.equal(judged(0.012345, undefined, undefined).value, 0.0123);
  assert.throws(() => judged(Number.NaN, undefined, undefined), RangeError);
});
