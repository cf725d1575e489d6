import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pairBackoff, pairClosedUntil, pairTurn } from './pair-rate.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

describe('the pair rate', () => {
  it('lets 45 go at once and the 46th after six seconds', () => {
    let next: Date | null = null;
    for (let n = 0; n < 45; n++) {
      const turn = pairTurn(next, NOW);
      assert.deepEqual(turn.at, NOW, `message ${n + 1}`);
      next = turn.nextAt;
    }
    assert.deepEqual(pairTurn(next, NOW).at, at(6));
    assert.deepEqual(pairTurn(next, at(6)).at, at(6));
    assert.deepEqual(pairTurn(next, at(5.999)).at, at(6));
  });

  it('is fresh again when the burst is paid back', () => {
    assert.deepEqual(pairTurn(at(-1), NOW), { at: NOW, nextAt: at(6) });
  });

  it('waits 4 to the power of n seconds after the nth refusal, an hour or so at most', () => {
    assert.deepEqual(
      [1, 2, 3].map(n => pairBackoff(n, NOW)),
      [at(4), at(16), at(64)],
    );
    assert.deepEqual(pairBackoff(60, NOW), at(4096));
  });

  it('is closed until a moment by what makes that moment the next turn', () => {
    assert.deepEqual(pairTurn(pairClosedUntil(at(64)), NOW).at, at(64));
  });
});
