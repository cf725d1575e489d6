import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { atOnceBeside, othersAfter, restAfter } from './follower-rest.ts';

describe('the rest between two rounds of scores', () => {
  test('a calm server gathers what comes within a moment, and goes on at once with what is waiting', () => {
    assert.equal(restAfter({ took: 30, isFull: false, others: 0.2 }), 120);
    assert.equal(restAfter({ took: 400, isFull: false, others: 0.2 }), 5);
    assert.equal(restAfter({ took: 30, isFull: true, others: 0.2 }), 5);
  });

  test('a server that is busy answering gives at most a tenth of the time to scores, also when many wait', () => {
    for (const isFull of [true, false]) {
      assert.equal(restAfter({ took: 300, isFull, others: 0.95 }), 2700);
      assert.equal(restAfter({ took: 9_000, isFull, others: 0.95 }), 3_000);
      assert.equal(restAfter({ took: 1, isFull, others: 0.95 }), 150);
    }
  });

  test('beside others it takes few at once, so that a round is short', () => {
    assert.ok(atOnceBeside(0.9) < atOnceBeside(0.2));
  });

  test('others are known after a tenth of a second of rest, and a glance alone tells little of them', () => {
    assert.equal(othersAfter(0.25, { active: 75, lasted: 100 }), 0.75);
    assert.equal(othersAfter(1, { active: 0, lasted: 1000 }), 0);
    assert.ok(othersAfter(0, { active: 5, lasted: 5 }) < 0.1);
    assert.equal(othersAfter(0.5, { active: 0, lasted: 0 }), 0.5);
  });
});
