import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE } from '../duration.ts';
import { causeOf, DEEPEST, ECHO_WITHIN } from './cause.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
const run = (id: string, depth: number, echoAt: Date | null) => ({ id, depth, echoAt });

describe('what a run comes of', () => {
  it('is the run that told others something shortly before, up to its last millisecond', () => {
    const earlier = [run('a', 0, NOW), run('b', 2, null)];
    assert.deepEqual(causeOf(at(ECHO_WITHIN - 1), earlier), { depth: 1, runId: 'a' });
    assert.deepEqual(causeOf(at(ECHO_WITHIN), earlier), { depth: 0, runId: null });
  });

  it('is the deepest of several, also where others’ clocks are a minute slow', () => {
    const earlier = [run('a', 0, NOW), run('b', 2, NOW)];
    assert.deepEqual(causeOf(at(-MINUTE), earlier), { depth: 3, runId: 'b' });
    assert.deepEqual(causeOf(at(-MINUTE - 1), earlier), { depth: 0, runId: null });
  });

  it('is nobody, where the shopper did it themselves', () => {
    assert.deepEqual(causeOf(null, [run('a', DEEPEST, NOW)]), { depth: 0, runId: null });
  });
});
