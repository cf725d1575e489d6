import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { restAfter } from './follower-rest.ts';

describe('the rest between two rounds of scores', () => {
  test('a calm server gathers what comes within a moment, and goes on at once with what is waiting', () => {
    assert.equal(restAfter({ took: 30, isFull: false, utilization: 0.2 }), 120);
    assert.equal(restAfter({ took: 400, isFull: false, utilization: 0.2 }), 0);
    assert.equal(restAfter({ took: 30, isFull: true, utilization: 0.2 }), 0);
  });

  test('a server that is busy answering gives at most a tenth of the time to scores, also when many wait', () => {
    for (const isFull of [true, false]) {
      assert.equal(restAfter({ took: 400, isFull, utilization: 0.95 }), 3600);
      assert.equal(restAfter({ took: 1, isFull, utilization: 0.95 }), 150);
    }
  });
});
