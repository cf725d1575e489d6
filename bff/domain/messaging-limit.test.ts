import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countedSince, countsAlready, isPassed, roomAgainAt, roomFor } from './messaging-limit.ts';

const NOW = new Date('2026-03-10T12:07:30Z');

describe('the messaging limit', () => {
  it('keeps a tenth from marketing', () => {
    assert.deepEqual([roomFor('marketing', 250, 224), roomFor('marketing', 250, 225)], [1, 0]);
    assert.deepEqual([roomFor('transactional', 250, 249), roomFor('transactional', 250, 250)], [1, 0]);
    assert.equal(roomFor('transactional', 250, 300), 0);
  });

  it('is none where none is known', () => {
    assert.equal(roomFor('marketing', null, 1_000_000), Number.POSITIVE_INFINITY);
  });

  it('counts a person for exactly 24 hours', () => {
    const counted = new Date('2026-03-09T12:07:30Z');
    assert.equal(countsAlready(counted, new Date(NOW.getTime() - 1)), true);
    assert.equal(countsAlready(counted, NOW), false);
    assert.equal(countsAlready(null, NOW), false);
  });

  it('has a step counted until its last person may count no more', () => {
    const step = new Date('2026-03-09T12:00:00Z');
    assert.ok(step > countedSince(new Date('2026-03-10T12:09:59.999Z')));
    assert.ok(step <= countedSince(new Date('2026-03-10T12:10:00Z')));
  });

  it('is passed by one more than there is room for', () => {
    assert.deepEqual([isPassed('transactional', 10, 10), isPassed('transactional', 10, 11)], [false, true]);
    assert.deepEqual([isPassed('marketing', 10, 9), isPassed('marketing', 10, 10)], [false, true]);
    assert.equal(isPassed('marketing', null, 1_000_000), false);
  });

  it('is looked at again when the whole oldest step has stopped counting, and every ten minutes', () => {
    const step = new Date('2026-03-10T12:00:00Z');
    assert.deepEqual(roomAgainAt(step, new Date('2026-03-11T12:07:00Z')), new Date('2026-03-11T12:10:00Z'));
    assert.deepEqual(roomAgainAt(step, NOW), new Date('2026-03-10T12:17:30Z'));
  });
});
