import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { atOnceBeside, othersAfter, restAfter } from './follower-rest.ts';

describe('the rest between two rounds of scores', () => {
  test('a calm server gathers what comes within a moment, and goes on at once with what is waiting', () => {
    assert.equal(restAfter({ took: 30, isFull: false, others: 0.2 }), 150);
    assert.equal(restAfter({ took: 30, isFull: true, others: 0.2 }), 10);
  });

  test('a round that was long for no fault of its own is no reason to rest less: only a rest tells what others do', () => {
    assert.equal(restAfter({ took: 400, isFull: false, others: 0.2 }), 150);
  });

  test('a server that is busy answering gives to scores a fifth of the time that is left, also when many wait', () => {
    for (const isFull of [true, false]) {
      assert.equal(Math.round(restAfter({ took: 30, isFull, others: 0.5 })), 270);
      assert.equal(Math.round(restAfter({ took: 30, isFull, others: 0.75 })), 570);
      assert.equal(restAfter({ took: 30, isFull, others: 1 }), 3_000);
      assert.equal(restAfter({ took: 9_000, isFull, others: 0.5 }), 3_000);
      assert.equal(restAfter({ took: 1, isFull, others: 0.75 }), 150);
    }
  });

  test('beside others it takes few at once, so that a round is short', () => {
    assert.ok(atOnceBeside(0.9) < atOnceBeside(0.2));
  });

  test('others are known after a rest, and a few glances tell of them, too', () => {
    assert.equal(othersAfter(0.25, { active: 45, lasted: 60 }), 0.75);
    assert.equal(othersAfter(1, { active: 0, lasted: 1000 }), 0);
    const glance = { active: 10, lasted: 10 };
    assert.equal(othersAfter(0, glance), 0.2);
    assert.ok(othersAfter(othersAfter(othersAfter(0, glance), glance), glance) > 0.4);
    assert.equal(othersAfter(0.5, { active: 0, lasted: 0 }), 0.5);
  });
});
